// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/densify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "shared/geometry/near_plane.h"
#include "shared/types/disc_normals.h"
#include "shared/types/disc_thickness.h"
#include "slam/mapping/densify_cpu.h"
#include "slam/mapping/densify_cuda.h"
#include "tests/slam/cuda_devices.h"

namespace isogs {
namespace {

struct DensifierBackend {
  std::string name;
  MemoryKind memory;
  std::function<std::unique_ptr<Densifier>()> make;
};

const DensifierBackend kCpu{"cpu", MemoryKind::kHost, MakeDensifierCpu};
constexpr int64_t kNoLimit = 1'000'000;

/// A wall 2 m away, rendered 1 cm too far everywhere and opaque.
struct Scene {
  Scene(int width, int height)
      : camera{width, height, 100.0, 120.0, 0.45 * width, 0.55 * height},
        pixels(static_cast<size_t>(width) * static_cast<size_t>(height)),
        planes(5 * pixels, 1.0f),
        color(3 * pixels),
        depth(pixels, 2.0f) {
    Random random(1);
    for (float& value : color) value = static_cast<float>(random.NextUnit());
    std::fill_n(planes.begin() + static_cast<int64_t>(plane::kDepth * pixels), pixels, 2.01f);
  }
  FrameView Frame() const { return {camera.width, camera.height, color.data(), depth.data()}; }
  float& rendered_m(size_t pixel) { return planes[plane::kDepth * pixels + pixel]; }
  float& silhouette(size_t pixel) { return planes[plane::kSilhouette * pixels + pixel]; }

  Camera camera;
  size_t pixels;
  std::vector<float> planes, color, depth;
};

/// What the back end adds to an empty map.
GaussianCloud Added(const DensifierBackend& backend, const float* planes, const Scene& scene,
                    const Pose& camera_from_map, const DensifyConfig& config, int64_t max_count,
                    DepthSensor sensor = DepthSensor::kRendered) {
  GaussianMap map(backend.memory);
  const int64_t added = backend.make()->Append(planes, scene.Frame(), scene.camera, camera_from_map, 7,
                                               config, sensor, max_count, &map);
  EXPECT_EQ(added, map.size());
  test::WaitForCuda();
  return map.ToCloud();
}

void ExpectNear(const std::vector<float>& values, const std::vector<float>& expected) {
  ASSERT_EQ(values.size(), expected.size());
  for (size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], 1e-6) << i;
}

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

class DensifierTest : public testing::TestWithParam<DensifierBackend> {
 protected:
  /// What is added to an empty map where `planes`, null: nothing, are rendered.
  GaussianCloud New(const float* planes, const Scene& scene, const DensifyConfig& config,
                    int64_t max_count = kNoLimit) {
    return Added(GetParam(), planes, scene, pose_, config, max_count);
  }
  GaussianCloud New(const Scene& scene, const DensifyConfig& config, int64_t max_count = kNoLimit) {
    return New(scene.planes.data(), scene, config, max_count);
  }
  /// Pixel that a new Gaussian came from.
  size_t PixelOf(const GaussianCloud& cloud, size_t i, const Camera& camera) const {
    const Eigen::Vector3d p =
        pose_ * Eigen::Vector3d(cloud.means[3 * i], cloud.means[3 * i + 1], cloud.means[3 * i + 2]);
    const auto x = std::lround(camera.fx * p.x() / p.z() + camera.cx);
    const auto y = std::lround(camera.fy * p.y() / p.z() + camera.cy);
    return static_cast<size_t>(y * camera.width + x);
  }

  /// The new Gaussians by the pixel that each came from; no pixel may have two.
  std::map<size_t, size_t> ByPixel(const GaussianCloud& cloud, const Camera& camera) const {
    std::map<size_t, size_t> index_of;
    for (size_t i = 0; i < cloud.size(); ++i) index_of[PixelOf(cloud, i, camera)] = i;
    EXPECT_EQ(index_of.size(), cloud.size());
    return index_of;
  }

  Pose pose_ = ExpSe3((Twist() << 0.1, -0.2, 0.3, 0.2, -0.1, 0.4).finished());
};

TEST_P(DensifierTest, AnEmptyMapGetsOneForEveryValidPixel) {
  Scene scene(33, 21);
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

TEST_P(DensifierTest, DiscsAreAsThickAsTheSensorErrsAsLongAsTheyTellANormal) {
  const Scene scene(33, 21);
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

TEST_P(DensifierTest, OfANoisySensorEightSigmasInFrontAreEnough) {
  Scene scene(33, 21);  // 1 cm is the median, so SplaTAM's rule asks for 0.5 m; a Kinect's sigma is 6 mm
  scene.depth[100] = 1.95f;
  scene.depth[200] = 1.97f;
  EXPECT_EQ(New(scene, {}).size(), 0u);
  const GaussianCloud cloud =
      Added(GetParam(), scene.planes.data(), scene, pose_, {}, kNoLimit, DepthSensor::kKinect);
  ASSERT_EQ(cloud.size(), 1u);
  EXPECT_EQ(PixelOf(cloud, 0, scene.camera), 100u);
}

TEST_P(DensifierTest, NewGaussiansAreDiscsOnTheSurface) {
  Scene scene(60, 40);
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

TEST_P(DensifierTest, DiscsWithoutANormalFaceTheCamera) {
  Scene scene(33, 21);
  for (size_t i = 0; i < scene.pixels; ++i) {
    if (i != 33u * 10 + 20) scene.depth[i] = 0.0f;
  }
  const GaussianCloud cloud = Added(GetParam(), nullptr, scene, Pose::Identity(), {}, kNoLimit);
  ASSERT_EQ(cloud.size(), 1u);
  const Eigen::Quaterniond q(cloud.rotations[0], cloud.rotations[1], cloud.rotations[2], cloud.rotations[3]);
  const Eigen::Vector3d mean(cloud.means[0], cloud.means[1], cloud.means[2]);
  EXPECT_NEAR((q * Eigen::Vector3d::UnitZ()).dot(-mean.normalized()), 1.0, 1e-5);
}

TEST_P(DensifierTest, PositionsAreExactInTheMap) {
  Scene scene(9, 5);
  const GaussianCloud cloud = New(nullptr, scene, {});
  const size_t i = ByPixel(cloud, scene.camera).at(2 * 9 + 6);
  const Eigen::Vector3d in_camera((6 - scene.camera.cx) / 100.0 * 2.0, (2 - scene.camera.cy) / 120.0 * 2.0,
                                  2.0);
  const Eigen::Vector3d expected = pose_.inverse() * in_camera;
  for (int k = 0; k < 3; ++k) EXPECT_NEAR(cloud.means[3 * i + static_cast<size_t>(k)], expected[k], 1e-6);
}

TEST_P(DensifierTest, StrideThinsAndWidens) {
  Scene scene(32, 22);
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
  Scene scene(33, 21);
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
  const Scene scene(33, 21);
  EXPECT_EQ(New(scene, {}).size(), 0u);
}

TEST_P(DensifierTest, HolesAndNewSurfacesInFrontAreFilled) {
  Scene scene(33, 21);
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
  Scene scene(101, 99);
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
  Scene scene(40, 30);
  for (size_t i = 0; i < scene.pixels; ++i) {
    if (i % 10 < 7) scene.depth[i] = 0.0f;
  }
  EXPECT_EQ(New(scene, {}).size(), 0u);
  std::fill(scene.depth.begin(), scene.depth.end(), 0.0f);
  EXPECT_EQ(New(scene, {}).size(), 0u);
}

TEST_P(DensifierTest, TheLimitKeepsAnEvenShare) {
  Scene scene(40, 30);
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
  const Scene scene(64, 48);
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
  Scene scene(160, 120);
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

TEST_P(DensifierTest, SmoothPartsGetOneDiscForManyPixels) {
  Scene scene(64, 48);
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

TEST_P(DensifierTest, OneAPixelIsStillThere) {
  Scene scene(64, 48);
  std::fill(scene.color.begin(), scene.color.end(), 0.25f);
  DensifyConfig config;
  config.max_cell = 1;
  EXPECT_EQ(New(nullptr, scene, config).size(), scene.pixels);
}

TEST_P(DensifierTest, BackEndsAgree) {
  Scene scene(103, 77);
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

std::vector<DensifierBackend> Backends() {
  std::vector<DensifierBackend> backends{kCpu};
  for (const test::CudaDevice& device : test::CudaDevices()) {
    backends.push_back({device.name, device.memory, [=] { return MakeDensifierCuda(device.stream); }});
  }
  return backends;
}

INSTANTIATE_TEST_SUITE_P(Backends, DensifierTest, testing::ValuesIn(Backends()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace isogs
