// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "shared/config/config.h"

namespace isogs {

// The data set that a run was made from, opened again by what comes after it.

/// The configuration of a run, changed by `overrides` ("key=value"), its data set taken from the folder
/// `dataset` if that is not empty, then as an absolute path.
Config LoadRunConfig(const std::filesystem::path& run, const std::string& dataset,
                     const std::vector<std::string>& overrides);

/// The data set of that configuration, also where it is a relative path and this is another folder.
std::unique_ptr<Dataset> OpenRunDataset(const std::filesystem::path& run, const Config& config);

/// Throws Error unless the data set has the run's camera and all frames of these `indices`.
void CheckRunDataset(const Dataset& dataset, const Camera& camera, std::span<const int64_t> indices);

}  // namespace isogs
