// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"

namespace isogs {

/// From where a picture is taken.
struct Viewpoint {
  Eigen::Vector3f eye = Eigen::Vector3f::Zero();
  Eigen::Vector3f center = Eigen::Vector3f::UnitZ();  ///< in the middle of the picture
  Eigen::Vector3f up = Eigen::Vector3f::UnitY();

  bool operator==(const Viewpoint&) const = default;
};

/// An axis-aligned box; empty while low > high.
struct Bounds {
  Eigen::Vector3f low = Eigen::Vector3f::Constant(INFINITY);
  Eigen::Vector3f high = Eigen::Vector3f::Constant(-INFINITY);

  bool empty() const { return !(low.array() <= high.array()).all(); }
  float diagonal() const { return empty() ? 0.0f : (high - low).norm(); }
  void Add(const Eigen::Vector3f& point) {
    low = low.cwiseMin(point);
    high = high.cwiseMax(point);
  }
};
/// `points`: [N,3].
Bounds BoundsOf(std::span<const float> points);

/// Over the camera's shoulder: behind it by `distance_m` and a little above, looking the same way.
Viewpoint FollowViewpoint(const Pose& world_from_camera, double distance_m);

/// From outside and above, all of `bounds` in sight at a vertical field of view of `fov_degrees`. Looks along
/// `forward` as far as that is level.
Viewpoint OverviewOf(const Bounds& bounds, const Eigen::Vector3f& up, const Eigen::Vector3f& forward,
                     double fov_degrees);

/// A camera's pyramid: centre, then the picture's corners at `depth_m`, clockwise from top left.
std::array<Eigen::Vector3d, 5> FrustumCorners(const Camera& camera, const Pose& world_from_camera,
                                              double depth_m);

}  // namespace isogs
