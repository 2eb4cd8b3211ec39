// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/config.h"

namespace isogs {

/// Runs SLAM on the configured sequence and leaves the results in the run directory `config.output`. Ends
/// early, with everything written, on SIGINT or SIGTERM. Throws UsageError before anything is processed,
/// Error after.
void RunSlam(const Config& config);

}  // namespace isogs
