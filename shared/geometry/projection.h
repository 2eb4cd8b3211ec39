// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

#include "shared/geometry/camera.h"
#include "shared/geometry/pinhole.h"

namespace isogs {

/// The point at z-depth `z` on the line of sight of pixel (u, v), in the camera's axes.
inline Eigen::Vector3d PointAt(const Camera& camera, double u, double v, double z) {
  const LineOfSight<double> sight = SightOf(camera, u, v);
  return {sight.x * z, sight.y * z, z};
}

/// Where a point in the camera's axes is seen, for p.z > 0.
inline ImagePoint<double> PixelOf(const Camera& camera, const Eigen::Vector3d& p) {
  return Project(camera, p.x(), p.y(), p.z());
}

}  // namespace isogs
