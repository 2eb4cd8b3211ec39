// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/dataset.h"

namespace isogs {

// What the app Stray Scanner leaves of a phone's capture:
//   camera_matrix.csv      3x3, of the colour images
//   odometry.csv           timestamp, frame, x, y, z, qx, qy, qz, qw and, in newer ones, fx, fy, cx, cy;
//                          camera to world, our axes
//   depth/000000.png       16-bit z-depth in millimetres, 256x192
//   confidence/000000.png  0 (low) to 2 (high)
//   rgb/000000.jpg         the frames of rgb.mp4, extracted: videos are not read

bool CanReadStray(const std::filesystem::path& folder);
std::unique_ptr<Dataset> OpenStray(const DatasetConfig& config);

}  // namespace isogs
