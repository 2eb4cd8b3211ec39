// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Statistics of depth sensors in front of a wall, and what they lose.
#include "datasets/synthetic/sensor/depth_sensor.h"

#include <gtest/gtest.h>

#include "shared/core/error.h"
#include "tests/datasets/synthetic/test_rooms.h"

namespace isogs::synthetic {
namespace {

const Pose kIdentity = Pose::Identity();

/// A narrow camera: all of a wall at one depth is met nearly at right angles.
Camera NarrowCamera() {
  Camera camera = TestCamera(160, 120);
  camera.fx = camera.fy = 1600.0;
  return camera;
}

Scene WallAt(double z_m, float reflectance = 0.5f) {
  Scene scene = SceneOf({PartAt(Shape::kBox, {0, 0, z_m + 0.5}, {4, 4, 1.0})});
  scene.materials[0].base = scene.materials[0].second =
      scene.materials[0].third = {reflectance, reflectance, reflectance};
  scene.materials[0].contrast = 0.0f;
  return scene;
}

struct Statistics {
  double mean_m = 0.0;
  double sigma_m = 0.0;
  double valid = 0.0;  // share of pixels
};

Statistics Measure(DepthNoise noise, const Scene& scene, const Camera& camera) {
  const Renderer renderer(scene, kQuickLight);
  const View view = {camera, {&kIdentity, 1}};
  const Image<float> depth_m = MeasureDepth(noise, renderer, view, HitsOf(renderer, view), 7, 0);
  double sum = 0.0, squares = 0.0, count = 0.0;
  for (const float z : depth_m.values()) {
    if (z == 0.0f) continue;
    sum += z;
    squares += static_cast<double>(z) * z;
    count += 1.0;
  }
  if (count == 0.0) return {};
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean)),
          count / static_cast<double>(depth_m.values().size())};
}

TEST(Kinect, NoiseGrowsWithTheSquareOfDepthAsMeasured) {
  for (const double z_m : {1.0, 1.57, 2.0, 3.0, 4.03}) {
    const Statistics wall = Measure(DepthNoise::kKinect, WallAt(z_m), NarrowCamera());
    EXPECT_GT(wall.valid, 0.95) << z_m;
    EXPECT_NEAR(wall.mean_m, z_m, 0.3 * KinectStep(z_m)) << z_m;
    // A wall's depth lies anywhere between two steps, which moves the deviation by a part of a step.
    EXPECT_NEAR(wall.sigma_m, KinectSigma(z_m, 0.0), 0.1 * KinectSigma(z_m, 0.0) + 0.15 * KinectStep(z_m))
        << z_m;
  }
  EXPECT_NEAR(KinectStep(2.0) / KinectStep(1.0), 4.0, 1e-9);
}

TEST(Kinect, DepthsAreStepsOfDisparity) {
  const Renderer renderer(WallAt(2.0), kQuickLight);
  const View view = {NarrowCamera(), {&kIdentity, 1}};
  const Image<float> depth_m =
      MeasureDepth(DepthNoise::kKinect, renderer, view, HitsOf(renderer, view), 7, 0);
  const double steps_per_inverse_metre = 4.0 / KinectStep(2.0);
  for (const float z : depth_m.values()) {
    if (z == 0.0f) continue;
    const double disparity = steps_per_inverse_metre / z;
    ASSERT_NEAR(disparity, std::round(disparity), 1e-3);
  }
}

TEST(Kinect, LosesDarkAndGrazingSurfacesAndWhatItsProjectorDoesNotReach) {
  EXPECT_LT(Measure(DepthNoise::kKinect, WallAt(3.0, 0.01f), NarrowCamera()).valid, 0.05);
  Scene grazing = WallAt(2.0);
  grazing.objects[0].world_from_object = Eigen::Translation3d(0, 0, 2) *
                                         Eigen::AngleAxisd(1.48, Eigen::Vector3d::UnitY()) *
                                         Eigen::Translation3d(0, 0, -2);
  EXPECT_LT(Measure(DepthNoise::kKinect, grazing, NarrowCamera()).valid, 0.2);

  Scene post = WallAt(3.0);
  post.objects[0].parts.push_back(PartAt(Shape::kBox, {0, 0, 1.0}, {0.1, 4, 0.1}));
  const Renderer renderer(post, kQuickLight);
  const Camera camera = TestCamera(320, 240);
  const View view = {camera, {&kIdentity, 1}};
  const Image<float> depth_m =
      MeasureDepth(DepthNoise::kKinect, renderer, view, HitsOf(renderer, view), 7, 0);
  // The projector stands to the right: the shadow on the wall begins at the post's left.
  const int middle = camera.height / 2, left_edge = static_cast<int>(camera.cx - 0.05 / 0.95 * camera.fx);
  for (int x = left_edge - 5; x < left_edge - 2; ++x) EXPECT_EQ(depth_m.at(middle, x), 0.0f) << x;
  EXPECT_GT(depth_m.at(middle, left_edge - 20), 2.5f);
  EXPECT_GT(depth_m.at(middle, static_cast<int>(2 * camera.cx) - left_edge + 5), 2.5f);
}

TEST(TimeOfFlight, NoiseFollowsTheLightThatReturns) {
  for (const double z_m : {1.0, 2.0, 3.0}) {
    const Statistics wall = Measure(DepthNoise::kTimeOfFlight, WallAt(z_m), NarrowCamera());
    EXPECT_NEAR(wall.mean_m, z_m, 1e-3 * z_m) << z_m;
    EXPECT_NEAR(wall.sigma_m, TimeOfFlightSigma(0.5 / (z_m * z_m)), 0.1 * wall.sigma_m) << z_m;
  }
  const Statistics bright = Measure(DepthNoise::kTimeOfFlight, WallAt(2.0, 0.8f), NarrowCamera());
  const Statistics dark = Measure(DepthNoise::kTimeOfFlight, WallAt(2.0, 0.1f), NarrowCamera());
  EXPECT_GT(dark.sigma_m, 1.5 * bright.sigma_m);
}

TEST(TimeOfFlight, PixelsFlyBetweenTheSurfacesOfAnEdge) {
  Scene step = WallAt(3.0);
  step.objects[0].parts.push_back(PartAt(Shape::kBox, {-5.0, 0, 1.5}, {10.0, 4, 1.0}));
  const Renderer renderer(step, kQuickLight);
  const View view = {TestCamera(160, 120), {&kIdentity, 1}};
  const Image<float> depth_m =
      MeasureDepth(DepthNoise::kTimeOfFlight, renderer, view, HitsOf(renderer, view), 7, 0);
  int between = 0;
  for (const float z : depth_m.values()) between += z > 1.2f && z < 2.8f ? 1 : 0;
  EXPECT_GT(between, 30);
  EXPECT_LT(between, 5 * 120);
}

TEST(DepthSensor, ADifferentFrameHasDifferentNoise) {
  const Renderer renderer(WallAt(2.0), kQuickLight);
  const View view = {NarrowCamera(), {&kIdentity, 1}};
  const HitImage hits = HitsOf(renderer, view);
  const auto measure = [&](int64_t frame) {
    return MeasureDepth(DepthNoise::kKinect, renderer, view, hits, 7, frame).values();
  };
  EXPECT_EQ(measure(3), measure(3));
  EXPECT_NE(measure(3), measure(4));
}

TEST(DepthSensor, IsChosenByName) {
  EXPECT_EQ(DepthNoiseOf("tof"), DepthNoise::kTimeOfFlight);
  EXPECT_THROW(DepthNoiseOf("lidar"), UsageError);
}

}  // namespace
}  // namespace isogs::synthetic
