// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/core/host_device.h"

// A pinhole camera's projection and its inverse, for kernels on any device. `Camera`: whatever has fx, fy, cx
// and cy; see Camera for what they mean. projection.h has the same for Eigen's vectors.
namespace isogs {

template <typename Real>
struct ImagePoint {
  Real u, v;
};

/// A line of sight: x and y at depth 1.
template <typename Real>
struct LineOfSight {
  Real x, y;
};

/// Where a point at (x, y, z) is seen, for z > 0.
template <typename Real, typename Camera>
ISOGS_HD ImagePoint<Real> Project(const Camera& camera, Real x, Real y, Real z) {
  return {camera.fx * x / z + camera.cx, camera.fy * y / z + camera.cy};
}
/// The same by 1 / z, where that is known.
template <typename Real, typename Camera>
ISOGS_HD ImagePoint<Real> ProjectByInverse(const Camera& camera, Real x, Real y, Real inverse_z) {
  return {camera.fx * x * inverse_z + camera.cx, camera.fy * y * inverse_z + camera.cy};
}
/// What pixel (u, v) looks along.
template <typename Real, typename Camera>
ISOGS_HD LineOfSight<Real> SightOf(const Camera& camera, Real u, Real v) {
  return {(u - camera.cx) / camera.fx, (v - camera.cy) / camera.fy};
}

}  // namespace isogs
