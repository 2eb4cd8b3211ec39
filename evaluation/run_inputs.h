// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "evaluation/trajectory_metrics.h"
#include "run/params_file.h"
#include "shared/config/config.h"

namespace isogs {

/// The configuration of a run, changed by `overrides` ("key=value"), its data set taken from the folder
/// `dataset` if that is not empty, then as an absolute path.
Config LoadRunConfig(const std::filesystem::path& run, const std::string& dataset,
                     const std::vector<std::string>& overrides);

/// The data set of that configuration, also where it is a relative path and this is another folder.
std::unique_ptr<Dataset> OpenRunDataset(const std::filesystem::path& run, const Config& config);

/// The estimated poses of a run beside the true ones: from its trajectory files or, where those are missing,
/// from `params`. Empty without true poses.
std::vector<PosePair> RunPosePairs(const std::filesystem::path& run, const Params& params);

}  // namespace isogs
