// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "shared/geometry/logistic.h"
#include "shared/geometry/projection.h"
#include "shared/geometry/up_guess.h"

namespace isogs {
namespace {

Pose UprightCamera() {
  Pose world_from_camera = Pose::Identity();
  world_from_camera.linear().col(0) = Eigen::Vector3d::UnitX();
  world_from_camera.linear().col(1) = -Eigen::Vector3d::UnitZ();
  world_from_camera.linear().col(2) = Eigen::Vector3d::UnitY();
  return world_from_camera;
}

TEST(Projection, APointIsSeenWhereItsLineOfSightBegan) {
  const Camera camera{640, 480, 500.0, 510.0, 319.5, 239.5};
  const Eigen::Vector3d point = PointAt(camera, 100.0, 400.0, 2.5);
  EXPECT_EQ(point.z(), 2.5);
  const ImagePoint<double> pixel = PixelOf(camera, point);
  EXPECT_NEAR(pixel.u, 100.0, 1e-12);
  EXPECT_NEAR(pixel.v, 400.0, 1e-12);
}

TEST(Projection, ThePrincipalPointLooksStraightAhead) {
  const Camera camera{640, 480, 500.0, 510.0, 319.5, 239.5};
  EXPECT_EQ(PointAt(camera, 319.5, 239.5, 3.0), Eigen::Vector3d(0.0, 0.0, 3.0));
}

TEST(Logistic, IsTheInverseOfLogit) {
  for (const float opacity : {0.005f, 0.5f, 0.99f}) EXPECT_NEAR(Logistic(Logit(opacity)), opacity, 1e-6f);
  EXPECT_EQ(Logistic(0.0f), 0.5f);
}

TEST(UpGuess, IsWhereMostCamerasTopsPoint) {
  UpGuess guess;
  EXPECT_EQ(guess.up(), Eigen::Vector3d::UnitZ());
  for (const double tilt : {-0.4, 0.1, 0.3}) {
    guess.Add(UprightCamera() * Eigen::AngleAxisd(tilt, Eigen::Vector3d::UnitX()));
  }
  EXPECT_GT(guess.up().z(), 0.999);
  EXPECT_NEAR(guess.up().norm(), 1.0, 1e-6);
}

TEST(UpGuess, IsWhatCamerasThatLookAroundHaveInCommon) {
  UpGuess guess;
  for (int i = 0; i < 12; ++i) {  // level but for a roll, in a world whose x points up
    Eigen::Matrix3d rotation;
    const Eigen::Vector3d down(-1, 0, 0);
    const Eigen::Vector3d forward(0, std::cos(i * 0.3), std::sin(i * 0.3));
    rotation << down.cross(forward), down, forward;
    guess.Add(Pose(Eigen::AngleAxisd(0.2, forward) * rotation));
  }
  EXPECT_NEAR((guess.up() - Eigen::Vector3d::UnitX()).norm(), 0.0, 0.2);
}

TEST(UpGuess, IsZWhereCamerasLookAllWays) {
  UpGuess guess;
  const Pose sideways = UprightCamera() * Eigen::AngleAxisd(0.5 * std::numbers::pi, Eigen::Vector3d::UnitZ());
  guess.Add(sideways);
  EXPECT_LT(std::abs(guess.up().z()), 1e-9);
  guess.Add(sideways * Eigen::AngleAxisd(std::numbers::pi, Eigen::Vector3d::UnitZ()));
  EXPECT_EQ(guess.up(), Eigen::Vector3d::UnitZ());
}

}  // namespace
}  // namespace isogs
