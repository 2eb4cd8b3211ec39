// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "slam/rendering/camera_view.h"

namespace isogs {

/// The camera at the pose, as kernels see it.
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
