// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

/// A camera at a pose, in single precision, for kernels (plain data: no Eigen here).
struct RenderCamera {
  int width = 0;
  int height = 0;
  float fx = 0, fy = 0, cx = 0, cy = 0;
  float rotation[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};  // of camera_from_map, row-major
  float translation[3] = {0, 0, 0};                 // of camera_from_map
};

}  // namespace isogs
