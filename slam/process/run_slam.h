// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "run/run_options.h"
#include "shared/config/config.h"

namespace isogs {

/// Runs SLAM on the configured sequence and leaves the results in the run directory `config.output`. An
/// earlier run there goes on where its newest whole checkpoint left it; one that is finished is said to be
/// so. Ends early, with everything written, on SIGINT, SIGTERM or SIGHUP. Throws UsageError before anything
/// is processed, Error after.
void RunSlam(const Config& config, const RunOptions& options);

}  // namespace isogs
