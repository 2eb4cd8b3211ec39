// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"

namespace isogs {

/// A camera at a pose, in single precision, for kernels.
struct RenderCamera {
  int width = 0;
  int height = 0;
  float fx = 0, fy = 0, cx = 0, cy = 0;
  float rotation[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};  // of camera_from_map, row-major
  float translation[3] = {0, 0, 0};                 // of camera_from_map
};

inline RenderCamera MakeRenderCamera(const Camera& camera, const Pose& camera_from_map) {
  RenderCamera result{camera.width,
                      camera.height,
                      static_cast<float>(camera.fx),
                      static_cast<float>(camera.fy),
                      static_cast<float>(camera.cx),
                      static_cast<float>(camera.cy),
                      {},
                      {}};
  for (int row = 0; row < 3; ++row) {
    for (int col = 0; col < 3; ++col) {
      result.rotation[3 * row + col] = static_cast<float>(camera_from_map.linear()(row, col));
    }
    result.translation[row] = static_cast<float>(camera_from_map.translation()(row));
  }
  return result;
}

}  // namespace isogs
