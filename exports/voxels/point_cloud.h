// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// Whether a file is read as points: .ply, .h5 or .hdf5. Otherwise throws UsageError.
void CheckPointsName(const std::filesystem::path& file);
bool IsHdf5Name(const std::filesystem::path& file);

/// How many clouds a file holds: 1, or M where its dataset is [M,N,3]. Throws Error naming file and finding
/// where it has no dataset of that name, or one of another type or rank.
int64_t CountClouds(const std::filesystem::path& file, const std::string& dataset);

/// The points [N,3] of one of them; only these are read. Throws Error also for a number that is not finite.
std::vector<float> ReadCloud(const std::filesystem::path& file, const std::string& dataset, int64_t cloud);

}  // namespace isogs
