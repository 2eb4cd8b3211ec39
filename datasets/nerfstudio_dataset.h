// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/dataset.h"

namespace isogs {

// nerfstudio's layout, with depth:
//   transforms.json  fl_x, fl_y, cx, cy, w, h, k1, k2, p1, p2, k3 of all frames or in each of
//     frames[]         file_path, depth_file_path, transform_matrix (4x4 camera to world, OpenGL's axes)
//   the images that it names; depth: 16-bit z-depth in millimetres
// Read too: depth_path and integer_depth_scale (metres a unit), as NeRFCapture's converter writes them. Pixel
// centres are at +0.5 there, as in COLMAP. Frames come in the order of their names, frame 2 before frame 10.

bool CanReadNerfstudio(const std::filesystem::path& folder);
std::unique_ptr<Dataset> OpenNerfstudio(const DatasetConfig& config);

}  // namespace isogs
