// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "run/run_options.h"
#include "shared/config/config.h"

namespace CLI {
class App;
}

namespace isogs {

/// The command line that starts a run, of `isogs slam` and of `isogs run`: CONFIG, and what differs from it.
struct SlamCommand {
  std::string config;
  std::optional<std::string> dataset;
  std::optional<std::string> output;
  std::vector<std::string> set;        // --set
  std::vector<std::string> shorthand;  // --frames and so on, as KEY=VALUE
  RunOptions run;
};

/// Adds the options; parsing fills `command`, which must outlive it.
void AddOptions(CLI::App& app, SlamCommand& command);

/// The effective configuration, its run directory set. Throws UsageError.
Config LoadConfig(const SlamCommand& command);

/// Arguments that say the same.
std::vector<std::string> ToArguments(const SlamCommand& command);

}  // namespace isogs
