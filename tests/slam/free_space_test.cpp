// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/free_space.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/mapping/free_space_cpu.h"
#include "slam/mapping/free_space_cuda.h"
#include "tests/slam/cuda_devices.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

struct FreeSpaceBackend {
  std::string name;
  MemoryKind memory;
  std::function<std::unique_ptr<FreeSpace>()> make;
};

constexpr int kWidth = 40, kHeight = 30;

/// A Gaussian at a place of the first camera's.
void AddAt(float x, float y, float z, GaussianCloud* cloud) {
  test::AddGaussian({{x, y, z}, {0.01f, 0.01f, 0.01f}, {1, 0, 0, 0}, 0.9f, {0, 0, 0}}, cloud);
}

class FreeSpaceTest : public testing::TestWithParam<FreeSpaceBackend> {
 protected:
  /// What `views` views of a wall at 2 m, each 1 cm to the side of the one before, say: the marks.
  std::vector<uint8_t> MarksOf(const GaussianCloud& cloud, int views, int min_views) {
    const auto free_space = GetParam().make();
    const auto count = static_cast<int64_t>(cloud.size());
    free_space->Begin(count);
    for (int i = 0; i < views; ++i) {
      RenderCamera camera{kWidth, kHeight, 40.0f, 40.0f, 19.5f, 14.5f};
      camera.translation[0] = -0.01f * static_cast<float>(i);
      free_space->Look(test::ViewOf(cloud), {camera, depth_m_.data(), DepthSensor::kKinect, 3.0f});
    }
    return test::CopyOut(GetParam().memory, free_space->Mark(min_views), count);
  }

  std::vector<float> depth_m_ = std::vector<float>(kWidth * kHeight, 2.0f);
};

TEST_P(FreeSpaceTest, WhatManyViewsSawThroughIsMarked) {
  GaussianCloud cloud;
  AddAt(0.1f, 0.1f, 1.9f, &cloud);           // a floater
  AddAt(0.1f, 0.1f, 1.99f, &cloud);          // within three sigmas of 6 mm
  AddAt(0.1f, 0.1f, 2.0f, &cloud);           // on the wall
  AddAt(0.1f, 0.1f, 2.5f, &cloud);           // hidden by it
  AddAt(0.1f, 0.1f, 0.1f, &cloud);           // nearer than anything is rendered
  AddAt(0.1f, 0.1f, -1.0f, &cloud);          // behind the cameras
  AddAt(5.0f, 0.0f, 1.9f, &cloud);           // beside the images
  AddAt(std::nanf(""), 0.0f, 1.9f, &cloud);  // nowhere
  EXPECT_EQ(MarksOf(cloud, 3, 3), (std::vector<uint8_t>{1, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(MarksOf(cloud, 2, 3), std::vector<uint8_t>(8, 0));
}

TEST_P(FreeSpaceTest, NearEdgesAndHolesViewsSayNothing) {
  GaussianCloud cloud;
  AddAt(0.0f, 0.0f, 1.5f, &cloud);
  const int x = 19, y = 14;  // near its pixel in each of three views
  for (const float beside_m : {0.0f, 1.5f, std::nanf("")}) {
    depth_m_.assign(depth_m_.size(), 2.0f);
    depth_m_[static_cast<size_t>(kWidth * y + x)] = beside_m;
    EXPECT_EQ(MarksOf(cloud, 3, 3).front(), 0) << beside_m;
  }
}

TEST_P(FreeSpaceTest, ASurfaceThatMoreViewsSeeStays) {
  GaussianCloud cloud;
  AddAt(0.0f, 0.0f, 1.5f, &cloud);
  const auto free_space = GetParam().make();
  const RenderCamera camera{kWidth, kHeight, 40.0f, 40.0f, 19.5f, 14.5f};
  const std::vector<float> there(depth_m_.size(), 1.5f);
  const auto marked = [&](int on, int through) {
    free_space->Begin(1);
    for (int i = 0; i < on + through; ++i) {
      free_space->Look(test::ViewOf(cloud),
                       {camera, i < on ? there.data() : depth_m_.data(), DepthSensor::kKinect, 3.0f});
    }
    return test::CopyOut(GetParam().memory, free_space->Mark(3), 1).front();
  };
  EXPECT_EQ(marked(4, 4), 0);
  EXPECT_EQ(marked(4, 5), 1);
  EXPECT_EQ(marked(0, 0), 0);
}

std::vector<FreeSpaceBackend> Backends() {
  std::vector<FreeSpaceBackend> backends{{"cpu", MemoryKind::kHost, MakeFreeSpaceCpu}};
  for (const test::CudaDevice& device : test::CudaDevices()) {
    backends.push_back({device.name, device.memory, [=] { return MakeFreeSpaceCuda(device.stream); }});
  }
  return backends;
}

INSTANTIATE_TEST_SUITE_P(Backends, FreeSpaceTest, testing::ValuesIn(Backends()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace isogs
