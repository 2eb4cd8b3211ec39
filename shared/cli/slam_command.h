// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/config/config.h"

namespace CLI {
class App;
}

namespace isogs {

/// Where a run starts. Without any of these: where an earlier run in the run directory was stopped, or at its
/// beginning.
struct RunOptions {
  bool fresh = false;                ///< move an earlier run aside
  bool allow_config_change = false;  ///< go on although the configuration was another
  std::string resume_from;           ///< this checkpoint, not the newest
  std::string initial_map;           ///< start a new run with this map
};

/// The command line that starts a run: CONFIG and what differs from it. `isogs slam` and `isogs run` take the
/// same.
struct SlamCommand {
  std::string config;
  std::optional<std::string> dataset;
  std::optional<std::string> output;
  std::vector<std::string> set;        ///< --set
  std::vector<std::string> shorthand;  ///< --frames and so on, as KEY=VALUE
  RunOptions run;
};

/// Adds the options; `command` is filled by parsing and must outlive that.
void AddSlamCommand(CLI::App& app, SlamCommand& command);

/// The effective configuration, its run directory set. Throws UsageError.
Config LoadConfig(const SlamCommand& command);

/// Arguments that say the same to `isogs slam`.
std::vector<std::string> ToArguments(const SlamCommand& command);

}  // namespace isogs
