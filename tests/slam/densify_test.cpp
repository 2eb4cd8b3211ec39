// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/densify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "shared/geometry/near_plane.h"
#include "tests/slam/densify_scene.h"

namespace isogs {
namespace {

void ExpectNear(const std::vector<float>& values, const std::vector<float>& expected) {
  ASSERT_EQ(values.size(), expected.size());
  for (size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], 1e-6) << i;
}

TEST_P(DensifierTest, AnEmptyMapGetsOneForEveryValidPixel) {
  WallScene scene(33, 21);
  scene.depth[5] = 0.0f;
  scene.depth[40] = std::nanf("");
  DensifyConfig config;
  config.initial_opacity = 0.5;
  config.initial_scale_px = 1.0;
  config.initial_thickness = 1.0;
  const GaussianCloud cloud = New(nullptr, scene, config);
  ASSERT_EQ(cloud.size(), scene.pixels - 2);
  for (const auto& [pixel, i] : ByPixel(cloud, scene.camera)) {
    EXPECT_GT(scene.depth[pixel], 0.0f) << pixel;
    for (size_t k = 0; k < 3; ++k) {
      EXPECT_EQ(cloud.colors[3 * i + k], scene.color[k * scene.pixels + pixel]);
      EXPECT_NEAR(cloud.log_scales[3 * i + k], std::log(2.0 / 110.0), 1e-6);
    }
    EXPECT_EQ(cloud.rotations[4 * i], 1.0f);
    EXPECT_EQ(cloud.rotations[4 * i + 1], 0.0f);
    EXPECT_EQ(cloud.logit_opacities[i], 0.0f);
    EXPECT_EQ(cloud.timesteps[i], 7.0f);
  }
}

TEST_P(DensifierTest, OfANoisySensorEightSigmasInFrontAreEnough) {
  WallScene scene(33, 21);  // 1 cm is the median, so SplaTAM's rule asks for 0.5 m; a Kinect's sigma is 6 mm
  scene.depth[100] = 1.95f;
  scene.depth[200] = 1.97f;
  EXPECT_EQ(New(scene, {}).size(), 0u);
  const GaussianCloud cloud =
      Added(GetParam(), scene.planes.data(), scene, pose_, {}, kNoLimit, DepthSensor::kKinect);
  ASSERT_EQ(cloud.size(), 1u);
  EXPECT_EQ(PixelOf(cloud, 0, scene.camera), 100u);
}

TEST_P(DensifierTest, StrideThinsAndWidens) {
  WallScene scene(32, 22);
  DensifyConfig config;
  config.pixel_stride = 4;
  config.initial_opacity = 0.8;
  config.initial_scale_px = 0.7;
  config.initial_thickness = 1.0;
  const GaussianCloud cloud = New(nullptr, scene, config);
  ASSERT_EQ(cloud.size(), 8u * 5u);
  EXPECT_EQ(PixelOf(cloud, 0, scene.camera), 2u * 32u + 2u);
  EXPECT_EQ(PixelOf(cloud, cloud.size() - 1, scene.camera), 18u * 32u + 30u);
  EXPECT_NEAR(cloud.log_scales[0], std::log(2.0 / 110.0 * 0.7 * 4.0), 1e-6);
  EXPECT_NEAR(cloud.logit_opacities[0], std::log(0.8 / 0.2), 1e-6);
}

TEST_P(DensifierTest, NothingIsMadeWhereNothingIsRendered) {
  WallScene scene(33, 21);
  for (size_t i = 0; i < scene.pixels; ++i) {
    if (i % 3 > 0) scene.depth[i] = i % 3 == 1 ? 0.1f : kNearPlaneM;
  }
  EXPECT_EQ(New(nullptr, scene, {}).size(), scene.pixels / 3);
  for (size_t i = 0; i < scene.pixels; ++i) {
    if (i % 3 > 0) scene.rendered_m(i) = scene.silhouette(i) = 0.0f;
  }
  EXPECT_EQ(New(scene, {}).size(), 0u);
  scene.rendered_m(30) = 2.0f + 0.01f * 51.0f;  // the median error is that of what can be rendered
  EXPECT_EQ(New(scene, {}).size(), 1u);
}

TEST_P(DensifierTest, AMapThatFitsGetsNothing) {
  const WallScene scene(33, 21);
  EXPECT_EQ(New(scene, {}).size(), 0u);
}

TEST_P(DensifierTest, HolesAndNewSurfacesInFrontAreFilled) {
  WallScene scene(33, 21);
  scene.silhouette(10) = 0.49f;                  // a hole
  scene.silhouette(11) = 0.51f;                  // not quite
  scene.silhouette(12) = 0.0f;                   // a hole
  scene.depth[12] = 0.0f;                        // without depth
  scene.rendered_m(100) = 2.0f + 0.01f * 49.0f;  // the median error is 1 cm
  scene.rendered_m(101) = 2.0f + 0.01f * 51.0f;
  scene.rendered_m(102) = 2.0f - 0.01f * 51.0f;  // the measurement lies behind
  const GaussianCloud cloud = New(scene, {});
  const std::map<size_t, size_t> index_of = ByPixel(cloud, scene.camera);
  EXPECT_EQ(index_of.size(), 2u);
  EXPECT_TRUE(index_of.contains(10));
  EXPECT_TRUE(index_of.contains(101));
}

TEST_P(DensifierTest, TheMedianIsOfAllPixels) {
  WallScene scene(101, 99);
  Random random(2);
  std::vector<float> errors;
  for (size_t i = 0; i < scene.pixels; ++i) {
    const bool valid = random.NextUnit() < 0.7;
    scene.depth[i] = valid ? 2.0f : 0.0f;
    scene.rendered_m(i) = 2.0f + static_cast<float>(0.3 * random.NextUnit() * random.NextUnit());
    errors.push_back(valid ? std::abs(scene.rendered_m(i) - 2.0f) : 0.0f);
  }
  DensifyConfig config;
  config.depth_error_over_median = 3.0;
  std::vector<float> sorted = errors;
  std::sort(sorted.begin(), sorted.end());
  const float median = sorted[(sorted.size() - 1) / 2];
  const auto expected =
      std::count_if(errors.begin(), errors.end(), [&](float e) { return e > 3.0f * median; });
  EXPECT_EQ(New(scene, config).size(), static_cast<size_t>(expected));
}

TEST_P(DensifierTest, MostlyInvalidDepthDoesNotMakeEverythingNew) {
  WallScene scene(40, 30);
  for (size_t i = 0; i < scene.pixels; ++i) {
    if (i % 10 < 7) scene.depth[i] = 0.0f;
  }
  EXPECT_EQ(New(scene, {}).size(), 0u);
  std::fill(scene.depth.begin(), scene.depth.end(), 0.0f);
  EXPECT_EQ(New(scene, {}).size(), 0u);
}

TEST_P(DensifierTest, TheLimitKeepsAnEvenShare) {
  WallScene scene(40, 30);
  std::fill_n(scene.planes.begin() + static_cast<int64_t>(plane::kSilhouette * scene.pixels), scene.pixels,
              0.0f);
  EXPECT_EQ(New(scene, {}, 0).size(), 0u);
  const GaussianCloud cloud = New(scene, {}, 300);
  ASSERT_EQ(cloud.size(), 300u);
  int counts[2][2] = {};
  for (const auto& [pixel, i] : ByPixel(cloud, scene.camera)) ++counts[pixel / 40 / 15][pixel % 40 / 20];
  for (const auto& row : counts) {
    for (const int count : row) EXPECT_NEAR(count, 75, 8);
  }
}

TEST_P(DensifierTest, NeighboursInTheImageStandTogether) {
  const WallScene scene(64, 48);
  const GaussianCloud cloud = New(nullptr, scene, {});
  for (size_t first = 0; first < cloud.size(); first += 16) {
    std::set<size_t> blocks;  // of 4 x 4 pixels
    for (size_t i = first; i < first + 16; ++i) {
      const size_t pixel = PixelOf(cloud, i, scene.camera);
      blocks.insert(pixel / 64 / 4 * 100 + pixel % 64 / 4);
    }
    EXPECT_EQ(blocks.size(), 1u) << first;
  }
}

TEST_P(DensifierTest, SameForAnyNumberOfThreads) {
  WallScene scene(160, 120);
  Random random(3);
  for (size_t i = 0; i < scene.pixels; ++i) {
    scene.silhouette(i) = static_cast<float>(random.NextUnit());
    scene.depth[i] = static_cast<float>(random.NextUnit() - 0.1);
  }
  GaussianCloud first;
  for (const int threads : {1, 2, 3, 8}) {
    const ThreadLimit limit(threads);
    const GaussianCloud cloud = New(scene, {});
    if (threads == 1) first = cloud;
    EXPECT_EQ(cloud.means, first.means);
    EXPECT_EQ(cloud.colors, first.colors);
    EXPECT_EQ(cloud.log_scales, first.log_scales);
  }
}

TEST_P(DensifierTest, OneAPixelIsStillThere) {
  WallScene scene(64, 48);
  std::fill(scene.color.begin(), scene.color.end(), 0.25f);
  DensifyConfig config;
  config.max_cell = 1;
  EXPECT_EQ(New(nullptr, scene, config).size(), scene.pixels);
}

TEST_P(DensifierTest, BackEndsAgree) {
  WallScene scene(103, 77);
  for (size_t i = 0; i < scene.color.size(); ++i) {
    scene.color[i] =
        0.5f + 0.3f * std::sin(1e-4f * static_cast<float>(i % scene.pixels) * static_cast<float>(i % 103));
  }
  Random random(4);
  for (size_t i = 0; i < scene.pixels; ++i) {
    scene.silhouette(i) = static_cast<float>(random.NextUnit());
    const size_t column = i % 103, row = i / 103;
    const auto x = static_cast<double>(column), y = static_cast<double>(row);
    const double surface = 2.0 + 0.01 * x + 0.3 * std::sin(0.1 * y) + (x > 60 ? 1.0 : 0.0);
    scene.depth[i] = random.NextUnit() < 0.1 ? 0.0f : static_cast<float>(surface);
    scene.rendered_m(i) = static_cast<float>(surface + 0.1 * random.NextUnit() * random.NextUnit());
  }
  DensifyConfig config;
  config.depth_error_over_median = 2.0;
  for (const int stride : {1, 3}) {
    config.pixel_stride = stride;
    for (const int64_t max_count : {kNoLimit, int64_t{250}}) {
      const GaussianCloud expected = Added(kCpu, scene.planes.data(), scene, pose_, config, max_count);
      const GaussianCloud cloud = New(scene, config, max_count);
      ASSERT_EQ(cloud.size(), expected.size());
      EXPECT_GT(cloud.size(), 200u);
      ExpectNear(cloud.colors, expected.colors);
      EXPECT_EQ(cloud.timesteps, expected.timesteps);
      EXPECT_EQ(cloud.logit_opacities, expected.logit_opacities);
      ExpectNear(cloud.means, expected.means);
      ExpectNear(cloud.rotations, expected.rotations);
      ExpectNear(cloud.log_scales, expected.log_scales);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Backends, DensifierTest, testing::ValuesIn(DensifierBackends()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace isogs
