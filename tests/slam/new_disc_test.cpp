// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
// What new Gaussians look like.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "shared/types/disc_normals.h"
#include "shared/types/disc_thickness.h"
#include "tests/slam/densify_scene.h"

namespace isogs {
namespace {

class NewDiscTest : public DensifierTest {};

/// Covariance of the disc as it looks face on at its depth [m^2], along the image's axes. `axes`: the
/// Gaussian's, in the camera's.
Eigen::Matrix2d SeenCovariance(const GaussianCloud& cloud, size_t i, const Eigen::Matrix3d& axes,
                               const Eigen::Vector3d& ray) {
  Eigen::Matrix<double, 2, 3> seen_from_camera;
  seen_from_camera << 1.0, 0.0, -ray.x(), 0.0, 1.0, -ray.y();
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
  for (int axis = 0; axis < 2; ++axis) {
    const double sigma_m = std::exp(cloud.log_scales[3 * i + static_cast<size_t>(axis)]);
    const Eigen::Vector2d seen = sigma_m * seen_from_camera * axes.col(axis);
    covariance += seen * seen.transpose();
  }
  return covariance;
}

TEST_P(NewDiscTest, DiscsAreAsThickAsTheSensorErrsAsLongAsTheyTellANormal) {
  const WallScene scene(33, 21);
  DensifyConfig config;
  for (const double width_px : {0.1, 0.5, 2.0}) {
    config.initial_scale_px = width_px;
    const GaussianCloud cloud =
        Added(GetParam(), nullptr, scene, pose_, config, kNoLimit, DepthSensor::kKinect);
    const double width_m = width_px * 2.0 / 110.0, error_m = SensorSigma(DepthSensor::kKinect, 2.0, 1.0);
    const size_t middle = ByPixel(cloud, scene.camera).at(33 * 11 + 15);  // seen face on
    EXPECT_NEAR(std::exp(cloud.log_scales[3 * middle + 2]),
                std::max(config.initial_thickness * width_m, std::min(error_m, kThickestDisc * width_m)),
                2e-5)
        << width_px;
    EXPECT_TRUE(DiscNormal(cloud, middle)) << width_px;
  }
}

TEST_P(NewDiscTest, NewGaussiansAreDiscsOnTheSurface) {
  WallScene scene(60, 40);
  const Eigen::Vector3d normal = Eigen::Vector3d(0.5, -0.3, -1.0).normalized();  // towards the camera
  const auto ray = [&](int x, int y) {
    return Eigen::Vector3d((x - scene.camera.cx) / scene.camera.fx, (y - scene.camera.cy) / scene.camera.fy,
                           1.0);
  };
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 60; ++x) {
      const size_t pixel = size_t{60} * static_cast<size_t>(y) + static_cast<size_t>(x);
      scene.depth[pixel] = static_cast<float>(-1.5 / normal.dot(ray(x, y)));
      if (x < 4) scene.depth[pixel] += 1.0f;  // another surface, across an edge
    }
  }
  DensifyConfig config;
  config.initial_scale_px = 1.0;
  config.initial_thickness = 0.2;
  const GaussianCloud cloud = New(nullptr, scene, config);
  const std::map<size_t, size_t> index_of = ByPixel(cloud, scene.camera);
  for (const size_t pixel : {60u * 20 + 30, 60u * 5 + 4, 60u * 39 + 59}) {
    const size_t i = index_of.at(pixel);
    const float* q = cloud.rotations.data() + 4 * i;
    const Eigen::Quaterniond map_from_disc(q[0], q[1], q[2], q[3]);
    const Eigen::Matrix3d axes = pose_.linear() * map_from_disc.toRotationMatrix();
    EXPECT_GT(axes.col(2).dot(normal), 0.9999) << pixel;
    const double pixel_m = scene.depth[pixel] / 110.0;
    EXPECT_NEAR(std::exp(cloud.log_scales[3 * i + 2]), 0.2 * pixel_m, 1e-5);
    const Eigen::Matrix2d seen =
        SeenCovariance(cloud, i, axes, ray(static_cast<int>(pixel % 60), static_cast<int>(pixel / 60)));
    EXPECT_LT((seen / (pixel_m * pixel_m) - Eigen::Matrix2d::Identity()).norm(), 1e-3) << seen;
  }
}

TEST_P(NewDiscTest, DiscsWithoutANormalFaceTheCamera) {
  WallScene scene(33, 21);
  for (size_t i = 0; i < scene.pixels; ++i) {
    if (i != 33u * 10 + 20) scene.depth[i] = 0.0f;
  }
  const GaussianCloud cloud = Added(GetParam(), nullptr, scene, Pose::Identity(), {}, kNoLimit);
  ASSERT_EQ(cloud.size(), 1u);
  const Eigen::Quaterniond q(cloud.rotations[0], cloud.rotations[1], cloud.rotations[2], cloud.rotations[3]);
  const Eigen::Vector3d mean(cloud.means[0], cloud.means[1], cloud.means[2]);
  EXPECT_NEAR((q * Eigen::Vector3d::UnitZ()).dot(-mean.normalized()), 1.0, 1e-5);
}

TEST_P(NewDiscTest, PositionsAreExactInTheMap) {
  WallScene scene(9, 5);
  const GaussianCloud cloud = New(nullptr, scene, {});
  const size_t i = ByPixel(cloud, scene.camera).at(2 * 9 + 6);
  const Eigen::Vector3d in_camera((6 - scene.camera.cx) / 100.0 * 2.0, (2 - scene.camera.cy) / 120.0 * 2.0,
                                  2.0);
  const Eigen::Vector3d expected = pose_.inverse() * in_camera;
  for (int k = 0; k < 3; ++k) EXPECT_NEAR(cloud.means[3 * i + static_cast<size_t>(k)], expected[k], 1e-6);
}

TEST_P(NewDiscTest, SmoothPartsGetOneDiscForManyPixels) {
  WallScene scene(64, 48);
  std::fill(scene.color.begin(), scene.color.end(), 0.25f);
  for (size_t y = 0; y < 48; ++y) {
    for (size_t x = 32; x < 64; ++x)
      scene.color[64 * y + x] = x / 2 % 2 == 0 ? 0.2f : 0.8f;  // upright stripes
  }
  DensifyConfig config;
  config.initial_scale_px = 0.5;
  const GaussianCloud cloud = New(nullptr, scene, config);
  EXPECT_EQ(cloud.size(), 8u * 12u + 16u * 12u);
  for (size_t i = 0; i < cloud.size(); ++i) {
    const bool striped = cloud.colors[3 * i] != 0.25f;
    const float* m = cloud.means.data() + 3 * i;
    const float* q = cloud.rotations.data() + 4 * i;
    const Eigen::Vector3d in_camera = pose_ * Eigen::Vector3d(m[0], m[1], m[2]);
    const Eigen::Quaterniond map_from_disc(q[0], q[1], q[2], q[3]);
    const Eigen::Matrix2d seen = SeenCovariance(cloud, i, pose_.linear() * map_from_disc.toRotationMatrix(),
                                                in_camera / in_camera.z());
    const double sigma_m = 0.5 * 2.0 / 110.0;
    EXPECT_NEAR(in_camera.z(), 2.0, 1e-5);
    EXPECT_NEAR(std::sqrt(seen(0, 0)), sigma_m * (striped ? 2.0 : 4.0), 1e-4) << i;
    EXPECT_NEAR(std::sqrt(seen(1, 1)), sigma_m * 4.0, 1e-4) << i;
    EXPECT_NEAR(seen(0, 1), 0.0, 1e-7) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Backends, NewDiscTest, testing::ValuesIn(DensifierBackends()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace isogs
