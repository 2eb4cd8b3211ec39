// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "evaluation/trajectory_metrics.h"
#include "run/params_file.h"

namespace isogs {

/// The estimated poses of a run beside the true ones: from its trajectory files or, where those are missing,
/// from `params`. Empty without true poses.
std::vector<PosePair> RunPosePairs(const std::filesystem::path& run, const Params& params);

}  // namespace isogs
