// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/color_registration.h"

#include <gtest/gtest.h>

#include <cmath>

namespace isogs {
namespace {

constexpr Camera kDepthCamera = {64, 48, 60.0, 60.0, 31.5, 23.5};
constexpr Camera kColorCamera = {80, 60, 70.0, 72.0, 39.0, 30.0};

/// A wall's colour at a point: linear, so that bilinear lookup is exact but for rounding to 8 bits.
double WallColor(double x, double y) { return 120.0 + 60.0 * x - 40.0 * y; }

ColorCamera Beside() {
  ColorCamera color{kColorCamera, Pose::Identity()};
  color.color_from_depth.translation() << -0.05, 0.01, 0.002;
  return color;
}

/// The colour camera's picture of a wall at z = `depth_m` of the depth camera.
Image<uint8_t> PictureOfWall(double depth_m) {
  Image<uint8_t> picture(3, kColorCamera.height, kColorCamera.width);
  const Eigen::Vector3d center = Beside().color_from_depth.inverse().translation();
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      const double z = depth_m - center.z();
      const double wall_x = center.x() + z * (x - kColorCamera.cx) / kColorCamera.fx;
      const double wall_y = center.y() + z * (y - kColorCamera.cy) / kColorCamera.fy;
      for (int c = 0; c < 3; ++c) {
        picture.at(c, y, x) = static_cast<uint8_t>(std::lround(WallColor(wall_x, wall_y) + 10.0 * c));
      }
    }
  }
  return picture;
}

TEST(RegisterColor, FindsTheColourOfEveryDepthPixelsSurface) {
  const double depth_m = 1.6;
  Image<float> depth(1, kDepthCamera.height, kDepthCamera.width, static_cast<float>(depth_m));
  depth.at(20, 30) = 0.0f;  // borrows its neighbour's depth, which is as good here
  depth.at(0, 0) = 0.0f;
  const Image<uint8_t> registered = RegisterColor(PictureOfWall(depth_m), Beside(), depth, kDepthCamera);
  for (int y = 4; y < depth.height() - 4; ++y) {  // the border lies outside the colour image
    for (int x = 4; x < depth.width() - 4; ++x) {
      const double wall_x = depth_m * (x - kDepthCamera.cx) / kDepthCamera.fx;
      const double wall_y = depth_m * (y - kDepthCamera.cy) / kDepthCamera.fy;
      for (int c = 0; c < 3; ++c) {
        ASSERT_NEAR(registered.at(c, y, x), WallColor(wall_x, wall_y) + 10.0 * c, 1.01) << x << " " << y;
      }
    }
  }
}

TEST(RegisterColor, IsFiniteWithoutAnyDepth) {
  const Image<float> none(1, kDepthCamera.height, kDepthCamera.width);
  const Image<uint8_t> registered = RegisterColor(PictureOfWall(2.0), Beside(), none, kDepthCamera);
  EXPECT_EQ(registered.width(), kDepthCamera.width);
  EXPECT_GT(registered.at(0, 24, 32), 0);
}

}  // namespace
}  // namespace isogs
