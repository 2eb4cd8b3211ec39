// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "shared/config/config.h"

namespace isogs {

/// Where a run starts, beside its configuration.
struct RunOptions {
  bool fresh = false;                                // an earlier run in the directory is moved aside
  bool allow_config_change = false;                  // go on although keys differ that decide the results
  std::optional<std::filesystem::path> resume_from;  // a checkpoint, instead of the newest
  std::optional<std::filesystem::path> initial_map;  // a params file, for a run that starts
};

/// Runs SLAM on the configured sequence and leaves the results in the run directory `config.output`. An
/// earlier run there goes on where its newest whole checkpoint left it; one that is finished is said to be
/// so. Ends early, with everything written, on SIGINT or SIGTERM. Throws UsageError before anything is
/// processed, Error after.
void RunSlam(const Config& config, const RunOptions& options);

}  // namespace isogs
