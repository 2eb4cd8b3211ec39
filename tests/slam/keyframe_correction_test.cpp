// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/system/keyframe_correction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/core/random.h"
#include "slam/mapping/move_gaussians_cpu.h"
#include "slam/mapping/move_gaussians_cuda.h"
#include "slam/system/slam_system.h"
#include "tests/slam/cuda_devices.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

Pose SmallPose(Random& random, double size) {
  Twist xi;
  for (int i = 0; i < 6; ++i) xi(i) = size * random.NextNormal();
  return ExpSe3(xi);
}

std::vector<Keyframe> KeyframesAt(const std::vector<int64_t>& timesteps, Random& random) {
  std::vector<Keyframe> keyframes;
  keyframes.reserve(timesteps.size());
  for (const int64_t timestep : timesteps)
    keyframes.push_back({timestep, SmallPose(random, 1.0), {}, {}, {}, {}});
  return keyframes;
}

TEST(KeyframeCorrection, FramesMoveWithTheKeyframesAroundThem) {
  Random random(3);
  const std::vector<Keyframe> keyframes = KeyframesAt({2, 6, 7}, random);
  std::vector<Pose> corrected;
  corrected.reserve(keyframes.size());
  for (const Keyframe& keyframe : keyframes)
    corrected.push_back(keyframe.camera_from_map * SmallPose(random, 0.02));
  const std::vector<Pose> motions = FrameMotions(keyframes, corrected, 10);
  ASSERT_EQ(motions.size(), 10u);
  for (size_t k = 0; k < keyframes.size(); ++k) {
    const Pose& motion = motions[static_cast<size_t>(keyframes[k].timestep)];
    EXPECT_TRUE((keyframes[k].camera_from_map * motion.inverse()).isApprox(corrected[k], 1e-12)) << k;
  }
  EXPECT_TRUE(motions[0].isApprox(motions[2], 1e-15));
  EXPECT_TRUE(motions[9].isApprox(motions[7], 1e-15));
  // In equal steps from one keyframe to the next.
  const Pose step = motions[3] * motions[2].inverse();
  for (size_t t = 3; t < 6; ++t)
    EXPECT_TRUE((motions[t + 1] * motions[t].inverse()).isApprox(step, 1e-12)) << t;
}

TEST(KeyframeCorrection, WhatStaysKeepsItsBits) {
  Random random(4);
  const std::vector<Keyframe> keyframes = KeyframesAt({0, 4, 9}, random);
  std::vector<Pose> corrected;
  corrected.reserve(keyframes.size());
  for (const Keyframe& keyframe : keyframes) corrected.push_back(keyframe.camera_from_map);
  corrected[2] = corrected[2] * SmallPose(random, 0.01);
  std::vector<FrameRecord> frames(10);
  for (FrameRecord& frame : frames) frame.camera_from_map = SmallPose(random, 1.0);
  const std::vector<FrameRecord> before = frames;
  MoveFrames(FrameMotions(keyframes, corrected, 10), &frames);
  for (size_t t = 0; t < 10; ++t) {
    EXPECT_EQ(frames[t].camera_from_map.matrix() == before[t].camera_from_map.matrix(), t <= 4) << t;
  }
}

struct Mover {
  std::string name;
  std::function<std::unique_ptr<GaussianMover>()> make;
};

class GaussianMoverTest : public testing::TestWithParam<Mover> {};

TEST_P(GaussianMoverTest, MovesGaussiansRigidlyWithTheirFrames) {
  constexpr size_t kCount = 1000;
  Random random(5);
  std::vector<float> means(3 * kCount), rotations(4 * kCount), timesteps(kCount);
  for (auto* values : {&means, &rotations}) {
    for (float& value : *values) value = static_cast<float>(random.NextNormal());
  }
  for (float& timestep : timesteps) timestep = static_cast<float>(random.NextIndex(5)) - 1.0f;  // -1 to 3
  const std::vector<Pose> motions = {Pose::Identity(), SmallPose(random, 0.3), SmallPose(random, 0.3)};
  std::vector<FrameMotion> frame_motions;
  frame_motions.reserve(motions.size());
  for (const Pose& motion : motions) frame_motions.push_back(MakeFrameMotion(motion));
  std::vector<float> moved_means = means, moved_rotations = rotations;
  MutableGaussians map;
  map.count = kCount;
  map.means = moved_means.data();
  map.rotations = moved_rotations.data();
  GetParam().make()->Move(frame_motions, timesteps.data(), map);
  test::WaitForCuda();
  for (size_t i = 0; i < kCount; ++i) {
    const Pose& motion = motions[static_cast<size_t>(std::clamp(timesteps[i], 0.0f, 2.0f))];
    const Eigen::Vector3d expected = motion * Eigen::Map<const Eigen::Vector3f>(&means[3 * i]).cast<double>();
    EXPECT_LT((Eigen::Map<const Eigen::Vector3f>(&moved_means[3 * i]).cast<double>() - expected).norm(),
              1e-6);
    const auto rotation_of = [i](const std::vector<float>& q) -> Eigen::Matrix3d {
      const Eigen::Quaterniond wxyz(q[4 * i], q[4 * i + 1], q[4 * i + 2], q[4 * i + 3]);
      return wxyz.normalized().toRotationMatrix();
    };
    EXPECT_TRUE(rotation_of(moved_rotations).isApprox(motion.linear() * rotation_of(rotations), 1e-5));
    if (timesteps[i] > 0.0f) continue;
    for (size_t k = 0; k < 3; ++k) EXPECT_EQ(moved_means[3 * i + k], means[3 * i + k]);
    for (size_t k = 0; k < 4; ++k) EXPECT_EQ(moved_rotations[4 * i + k], rotations[4 * i + k]);
  }
}

std::vector<Mover> AllMovers() {
  std::vector<Mover> movers = {{"cpu", MakeGaussianMoverCpu}};
  for (const test::CudaDevice& device : test::CudaDevices())
    movers.push_back({device.name, [device] { return MakeGaussianMoverCuda(device.stream); }});
  return movers;
}

INSTANTIATE_TEST_SUITE_P(Backends, GaussianMoverTest, testing::ValuesIn(AllMovers()),
                         [](const auto& tested) { return tested.param.name; });

TEST(KeyframeCorrection, TheSystemGoesOnAsIfItHadAlwaysBeenThere) {
  const Camera camera = test::MakeCamera(80, 60);
  Config config;
  config.mapping.every_frames = 2;
  config.mapping.first_iterations = config.mapping.iterations = 2;
  config.mapping.iso.samples = 100;
  SlamSystem system(config, MakeBackend(Device::kCpu));
  const auto frame_at = [&](int i) {
    Twist twist;
    twist << 0.005, 0.001, 0.002, 0.0005, 0.004, -0.001;
    Frame frame = test::RoomFrame(camera, test::RoomFromFirstCamera() * ExpSe3(i * twist));
    frame.index = i;
    return frame;
  };
  for (int i = 0; i < 4; ++i) system.Process(frame_at(i));
  // All keyframes by the same motion: the run is the same, seen from elsewhere.
  Twist twist;
  twist << 0.4, -0.2, 0.1, 0.02, -0.05, 0.03;
  const Pose moved_from_map = ExpSe3(twist);
  std::vector<Pose> corrected, before;
  for (const Keyframe& keyframe : system.keyframes().all())
    corrected.push_back(keyframe.camera_from_map * moved_from_map.inverse());
  for (const FrameRecord& frame : system.frames()) before.push_back(frame.camera_from_map);
  system.CorrectKeyframes(corrected);
  for (size_t t = 0; t < before.size(); ++t) {
    const Pose expected = before[t] * moved_from_map.inverse();
    EXPECT_TRUE(system.frames()[t].camera_from_map.isApprox(expected, 1e-9)) << t;
    EXPECT_EQ(system.frames()[t].online_camera_from_map.matrix(), before[t].matrix()) << t;
  }
  const Pose last = system.frames().back().camera_from_map;
  const FrameReport next = system.Process(frame_at(4));
  EXPECT_EQ(next.tracking.state, TrackingState::kTracking);
  const FrameReport mapped = system.Process(frame_at(5));
  ASSERT_TRUE(mapped.mapping.has_value());
  EXPECT_LT(mapped.mapping->added, 400) << "the map is where the new frame sees it";
  const Pose motion = system.frames().back().camera_from_map * last.inverse();
  EXPECT_LT(motion.translation().norm(), 0.02);
}

}  // namespace
}  // namespace isogs
