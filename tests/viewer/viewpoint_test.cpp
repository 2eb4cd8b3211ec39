// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/scene/viewpoint.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace isogs {
namespace {

/// A camera at the origin that looks along the world's y axis, upright in a world whose z axis is up.
Pose UprightCamera() {
  Pose world_from_camera = Pose::Identity();
  world_from_camera.linear().col(0) = Eigen::Vector3d::UnitX();
  world_from_camera.linear().col(1) = -Eigen::Vector3d::UnitZ();
  world_from_camera.linear().col(2) = Eigen::Vector3d::UnitY();
  return world_from_camera;
}

TEST(FollowViewpoint, LooksOverTheCamerasShoulder) {
  const Viewpoint view = FollowViewpoint(UprightCamera(), 2.0);
  EXPECT_FLOAT_EQ(view.eye.y(), -2.0f);
  EXPECT_GT(view.eye.z(), 0.0f);
  EXPECT_GT(view.center.y(), 0.0f);
  EXPECT_TRUE(view.up.isApprox(Eigen::Vector3f::UnitZ()));
}

TEST(Overview, HasTheWholeSceneInSightFromAbove) {
  Bounds bounds;
  bounds.Add({-2, -1, 0});
  bounds.Add({4, 3, 2.5});
  constexpr double kFov = 60.0;
  const Viewpoint view = OverviewOf(bounds, Eigen::Vector3f::UnitZ(), Eigen::Vector3f(1, 2, -0.3f), kFov);
  EXPECT_GT(view.eye.z(), bounds.high.z());
  const Eigen::Vector3f sight = (view.center - view.eye).normalized();
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3f point((corner & 1 ? bounds.high : bounds.low).x(),
                                (corner & 2 ? bounds.high : bounds.low).y(),
                                (corner & 4 ? bounds.high : bounds.low).z());
    const float cosine = (point - view.eye).normalized().dot(sight);
    EXPECT_GE(cosine, std::cos(0.5 * kFov * std::numbers::pi / 180.0) - 1e-5);
  }
}

TEST(Overview, StandsOnCamerasThatLookStraightDownAndOnEmptyScenes) {
  for (const Bounds& bounds : {Bounds(), BoundsOf(std::vector<float>{1, 1, 1})}) {
    const Viewpoint view = OverviewOf(bounds, Eigen::Vector3f::UnitZ(), -Eigen::Vector3f::UnitZ(), 60.0);
    EXPECT_TRUE(view.eye.allFinite());
    EXPECT_GT((view.eye - view.center).norm(), 0.0f);
  }
}

TEST(FrustumCorners, AreThePicturesCornersAtTheDepth) {
  const Camera camera = {640, 480, 420, 420, 319.5, 239.5};
  const auto corners = FrustumCorners(camera, UprightCamera(), 0.5);
  EXPECT_TRUE(corners[0].isZero());
  EXPECT_TRUE(corners[1].isApprox(Eigen::Vector3d(-320.0 / 840, 0.5, 240.0 / 840), 1e-12));
  EXPECT_TRUE(corners[3].isApprox(Eigen::Vector3d(320.0 / 840, 0.5, -240.0 / 840), 1e-12));
}

}  // namespace
}  // namespace isogs
