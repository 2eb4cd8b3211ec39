// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/scene/viewpoint.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "shared/geometry/projection.h"

namespace isogs {
namespace {

constexpr float kFollowRise = 0.35f;  // of the eye above the camera, as a share of the distance behind it
constexpr float kLookAhead_m = 2.0f;
constexpr float kOverviewSlope = 0.7f;  // of the line of sight, down for each metre forwards

/// `vector` without its part along the unit vector `axis`, at unit length; some such vector if nothing is
/// left.
Eigen::Vector3f LevelDirection(const Eigen::Vector3f& vector, const Eigen::Vector3f& axis) {
  const Eigen::Vector3f level = vector - vector.dot(axis) * axis;
  if (level.norm() > 1e-3f * std::max(vector.norm(), 1e-6f)) return level.normalized();
  return axis.unitOrthogonal();
}

}  // namespace

Bounds BoundsOf(std::span<const float> points) {
  Bounds bounds;
  for (size_t i = 0; i + 2 < points.size(); i += 3) bounds.Add(Eigen::Map<const Eigen::Vector3f>(&points[i]));
  return bounds;
}

Viewpoint FollowViewpoint(const Pose& world_from_camera, double distance_m) {
  const Eigen::Vector3f position = world_from_camera.translation().cast<float>();
  const Eigen::Vector3f up = -world_from_camera.linear().col(1).cast<float>();
  const Eigen::Vector3f forward = world_from_camera.linear().col(2).cast<float>();
  const auto distance = static_cast<float>(distance_m);
  return {position - distance * forward + kFollowRise * distance * up, position + kLookAhead_m * forward, up};
}

Viewpoint OverviewOf(const Bounds& bounds, const Eigen::Vector3f& up, const Eigen::Vector3f& forward,
                     double fov_degrees) {
  const Eigen::Vector3f center =
      bounds.empty() ? Eigen::Vector3f::Zero().eval() : Eigen::Vector3f(0.5f * (bounds.low + bounds.high));
  const float radius = std::max(0.5f * bounds.diagonal(), 0.1f);
  const auto half_angle = static_cast<float>(0.5 * fov_degrees * std::numbers::pi / 180.0);
  const Eigen::Vector3f sight = (LevelDirection(forward, up) - kOverviewSlope * up).normalized();
  return {center - sight * (radius / std::sin(half_angle)), center, up};
}

std::array<Eigen::Vector3d, 5> FrustumCorners(const Camera& camera, const Pose& world_from_camera,
                                              double depth_m) {
  std::array<Eigen::Vector3d, 5> corners = {world_from_camera.translation(), {}, {}, {}, {}};
  const double left = -0.5, top = -0.5, right = camera.width - 0.5, bottom = camera.height - 0.5;
  const std::pair<double, double> pixels[] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
  for (size_t i = 0; i < 4; ++i) {
    corners[i + 1] = world_from_camera * PointAt(camera, pixels[i].first, pixels[i].second, depth_m);
  }
  return corners;
}

}  // namespace isogs
