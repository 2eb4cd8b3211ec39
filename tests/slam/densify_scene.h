// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "shared/core/random.h"
#include "slam/mapping/densify.h"
#include "slam/mapping/densify_cpu.h"
#include "slam/mapping/densify_cuda.h"
#include "slam/mapping/map_memory_cpu.h"
#include "slam/mapping/map_memory_cuda.h"
#include "slam/rendering/planes.h"
#include "tests/slam/cuda_devices.h"

// A wall to make Gaussians of, by every back end.
namespace isogs {

struct DensifierBackend {
  std::string name;
  std::function<std::unique_ptr<MapMemory>()> make_memory;
  std::function<std::unique_ptr<Densifier>()> make;
};

inline const DensifierBackend kCpu{"cpu", MakeMapMemoryCpu, MakeDensifierCpu};
constexpr int64_t kNoLimit = 1'000'000;

/// A wall 2 m away, rendered 1 cm too far everywhere and opaque.
struct WallScene {
  WallScene(int width, int height)
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
inline GaussianCloud Added(const DensifierBackend& backend, const float* planes, const WallScene& scene,
                           const Pose& camera_from_map, const DensifyConfig& config, int64_t max_count,
                           DepthSensor sensor = DepthSensor::kRendered) {
  const std::unique_ptr<MapMemory> memory = backend.make_memory();
  GaussianMap map(*memory);
  const int64_t added = backend.make()->Append(planes, scene.Frame(), scene.camera, camera_from_map, 7,
                                               config, sensor, max_count, &map);
  EXPECT_EQ(added, map.size());
  test::WaitForCuda();
  return map.ToCloud();
}

class DensifierTest : public testing::TestWithParam<DensifierBackend> {
 protected:
  /// What is added to an empty map where `planes`, null: nothing, are rendered.
  GaussianCloud New(const float* planes, const WallScene& scene, const DensifyConfig& config,
                    int64_t max_count = kNoLimit) {
    return Added(GetParam(), planes, scene, pose_, config, max_count);
  }
  GaussianCloud New(const WallScene& scene, const DensifyConfig& config, int64_t max_count = kNoLimit) {
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

inline std::vector<DensifierBackend> DensifierBackends() {
  std::vector<DensifierBackend> backends{kCpu};
  for (const test::CudaDevice& device : test::CudaDevices()) {
    backends.push_back({device.name, [=] { return MakeMapMemoryCuda(device.stream, device.memory); },
                        [=] { return MakeDensifierCuda(device.stream); }});
  }
  return backends;
}

}  // namespace isogs
