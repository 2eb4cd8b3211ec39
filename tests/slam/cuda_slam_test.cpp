// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Whole runs on the back end for CUDA beside the CPU's.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "slam/system/slam_system.h"
#include "tests/slam/cuda_devices.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

constexpr int kFrames = 4;  // of which all but that at position 2 are mapped

/// The camera turns and moves by half a centimetre a frame.
Pose RoomFromCamera(int frame) {
  Twist twist;
  twist << 0.005, 0.001, 0.002, 0.0005, 0.004, -0.001;
  return test::RoomFromFirstCamera() * ExpSe3(frame * twist);
}

struct RunResult {
  std::vector<Pose> camera_from_map;
  MappingLossValue loss;  // of the last mapping
  SurfaceLossValue surface;
  int64_t gaussians = 0;
  SlamState state;
};

RunResult RunOn(Backend backend, const Camera& camera) {
  Config config;
  config.mapping.every_frames = 2;
  config.mapping.first_iterations = 12;
  config.mapping.iterations = 8;
  config.mapping.iso.samples = 400;
  config.mapping.densify.max_cell = 1;  // with these rates a map to align to after few iterations
  config.mapping.learning_rates.colors = 0.0025;
  config.mapping.learning_rates.log_scales = 0.001;
  config.tracking.iterations = 2;
  SlamSystem system(config, std::move(backend));
  RunResult result;
  for (int i = 0; i < kFrames; ++i) {
    Frame frame = test::RoomFrame(camera, RoomFromCamera(i));
    frame.index = i;
    const FrameReport report = system.Process(std::move(frame));
    result.camera_from_map.push_back(report.tracking.camera_from_map);
    if (report.mapping) {
      result.loss = report.mapping->loss.value();
      result.surface = report.mapping->surface;
      result.gaussians = report.mapping->gaussians;
    }
  }
  system.Save(&result.state);
  return result;
}

double LargestError_m(const std::vector<Pose>& camera_from_map) {
  double largest = 0.0;
  for (int i = 0; i < kFrames; ++i) {
    const Pose map_from_camera = RoomFromCamera(0).inverse() * RoomFromCamera(i);
    const Pose error = camera_from_map[static_cast<size_t>(i)] * map_from_camera;
    largest = std::max(largest, error.translation().norm());
  }
  return largest;
}

TEST(CudaSlam, ReachesWhatTheCpuReaches) {
  if (test::CudaDevices().empty()) GTEST_SKIP() << "no device";
  const Camera camera = test::MakeCamera(80, 60);
  const RunResult cpu = RunOn(MakeBackend(Device::kCpu), camera);
  ASSERT_LT(LargestError_m(cpu.camera_from_map), 0.002);
  for (const test::CudaDevice& device : test::CudaDevices()) {
    const RunResult cuda = RunOn(test::MakeTestedCudaBackend(device), camera);
    EXPECT_LT(LargestError_m(cuda.camera_from_map), 0.002);
    EXPECT_NEAR(static_cast<double>(cuda.gaussians), static_cast<double>(cpu.gaussians),
                0.01 * static_cast<double>(cpu.gaussians));
    EXPECT_NEAR(cuda.loss.psnr_db, cpu.loss.psnr_db, 0.05 * cpu.loss.psnr_db);
    EXPECT_NEAR(cuda.loss.depth_l1_m, cpu.loss.depth_l1_m, 0.05 * cpu.loss.depth_l1_m);
    EXPECT_NEAR(*cuda.surface.flat_m, *cpu.surface.flat_m, 0.05 * *cpu.surface.flat_m);
    // Each draws samples of its own.
    EXPECT_NEAR(*cuda.surface.iso, *cpu.surface.iso, 0.1 * *cpu.surface.iso);
  }
}

TEST(CudaSlam, GivesTheSameMapEveryTime) {
  if (test::CudaDevices().empty()) GTEST_SKIP() << "no device";
  const Camera camera = test::MakeCamera(48, 36);
  for (const test::CudaDevice& device : test::CudaDevices()) {
    const RunResult once = RunOn(test::MakeTestedCudaBackend(device), camera);
    const RunResult again = RunOn(test::MakeTestedCudaBackend(device), camera);
    EXPECT_EQ(once.state.params.map.means, again.state.params.map.means);
    EXPECT_EQ(once.state.params.map.log_scales, again.state.params.map.log_scales);
    EXPECT_EQ(once.state.adam.second_moments, again.state.adam.second_moments);
  }
}

}  // namespace
}  // namespace isogs
