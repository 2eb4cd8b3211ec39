// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "datasets/synthetic/collection/scene_records.h"

namespace isogs::synthetic {

/// What is wrong with a picture and its depth, a line each: they do not decode, or are of another size than
/// the camera's; depth is none at all, or farther than the room is large; things are seen in more pixels than
/// there are.
std::vector<std::string> TroublesOfPicture(const std::filesystem::path& dataset, const CameraRecord& record,
                                           const Eigen::Vector3d& room_size_m);

}  // namespace isogs::synthetic
