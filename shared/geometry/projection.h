// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

#include "shared/geometry/camera.h"

// A pinhole camera's projection and its inverse, in its own axes; see Camera.
namespace isogs {

/// The point at z-depth `z` on the line of sight of pixel (u, v).
inline Eigen::Vector3d PointAt(const Camera& camera, double u, double v, double z) {
  return {(u - camera.cx) / camera.fx * z, (v - camera.cy) / camera.fy * z, z};
}

/// Where the point is seen, for p.z > 0.
inline Eigen::Vector2d PixelOf(const Camera& camera, const Eigen::Vector3d& p) {
  return {camera.fx * p.x() / p.z() + camera.cx, camera.fy * p.y() / p.z() + camera.cy};
}

}  // namespace isogs
