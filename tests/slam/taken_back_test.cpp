// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// What was mapped from a wrong pose leaves the map again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "slam/system/slam_system.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

constexpr int kSeen = 16;  // frames before the wrong one, the newest keyframe, is followed by darkness

Pose RoomFromCamera(double frame) {
  const Twist turn = (Twist() << 0, 0, 0, 0, 0.04 * frame, 0).finished();
  return Pose(Eigen::Translation3d(-0.4 + 0.015 * frame, 0.1, -0.8)) * ExpSe3(turn);
}

Frame FrameAt(double frame) {
  Frame image = test::RoomFrame(test::MakeCamera(160, 120), RoomFromCamera(frame));
  image.index = static_cast<int64_t>(frame);
  return image;
}

std::unique_ptr<SlamSystem> MakeSystem(int suspect_keyframes = 2) {
  Config config;
  config.mapping.every_frames = 2;
  config.mapping.first_iterations = 5;
  config.mapping.iterations = 5;
  config.tracking.judgement.suspect_keyframes = suspect_keyframes;
  return std::make_unique<SlamSystem>(config, MakeBackend(Device::kCpu));
}

void Walk(SlamSystem* system, int frames = kSeen) {
  for (int i = 0; i < frames; ++i)
    ASSERT_EQ(system->Process(FrameAt(i)).tracking.state, TrackingState::kTracking) << i;
}

/// Puts the newest keyframe, with what was made from it, 15 cm and 4 degrees off, or a part of that.
void PutNewestElsewhere(SlamSystem* system, double part = 1.0) {
  std::vector<Pose> poses;
  for (const Keyframe& keyframe : system->keyframes().all()) poses.push_back(keyframe.camera_from_map);
  poses.back() = ExpSe3(part * (Twist() << 0.14, 0.05, 0.0, 0.0, 0.07, 0.0).finished()) * poses.back();
  system->CorrectKeyframes(poses);
}

void Darken(SlamSystem* system) {
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(system->Process(test::Covered(FrameAt(0))).tracking.state, TrackingState::kLost);
}

double Error_m(const TrackingReport& tracking, double frame) {
  const Pose map_from_camera = RoomFromCamera(0).inverse() * RoomFromCamera(frame);
  return (tracking.camera_from_map.inverse().translation() - map_from_camera.translation()).norm();
}

int64_t MadeBy(const SlamSystem& system, int64_t timestep) {
  return std::ranges::count(system.mapper().map().ToCloud().timesteps, static_cast<float>(timestep));
}

TEST(TakenBack, AWrongKeyframeLeavesWithItsGaussians) {
  const auto system = MakeSystem();
  Walk(system.get());
  ASSERT_EQ(system->keyframes().newest().timestep, kSeen - 1);
  PutNewestElsewhere(system.get());
  const int64_t made = MadeBy(*system, kSeen - 1);
  Darken(system.get());
  // Looks most like the wrong one, so that it is found there first.
  const FrameReport report = system->Process(FrameAt(kSeen - 1));
  ASSERT_TRUE(report.taken_back.has_value());
  EXPECT_EQ(report.taken_back->keyframes, std::vector<int64_t>{kSeen - 1});
  EXPECT_EQ(report.taken_back->gaussians, made);
  EXPECT_GT(report.taken_back->contradict, report.taken_back->confirm);
  EXPECT_EQ(MadeBy(*system, kSeen - 1), 0);
  EXPECT_EQ(report.tracking.state, TrackingState::kTracking);
  EXPECT_TRUE(report.tracking.relocalized);
  EXPECT_LT(Error_m(report.tracking, kSeen - 1), 0.005);
  EXPECT_TRUE(report.mapping.has_value()) << "the place is mapped anew";
  EXPECT_EQ(system->frames()[kSeen - 1].state, TrackingState::kUncertain);
  EXPECT_EQ(system->frames()[kSeen - 2].state, TrackingState::kTracking);
  EXPECT_TRUE(std::ranges::none_of(system->keyframes().all(),
                                   [](const Keyframe& keyframe) { return keyframe.timestep == kSeen - 1; }));
}

TEST(TakenBack, ASmallerErrorIsMeasured) {
  const auto system = MakeSystem();
  Walk(system.get());
  PutNewestElsewhere(system.get(), 0.5);
  Darken(system.get());
  const FrameReport report = system->Process(FrameAt(kSeen - 1));
  ASSERT_TRUE(report.taken_back.has_value());
  EXPECT_NEAR(report.taken_back->off_m, 0.08, 0.02);
  EXPECT_LT(Error_m(report.tracking, kSeen - 1), 0.005);
}

/// Of the views mapped on the way back after the darkness.
double PsnrAfter(SlamSystem* system, int frames) {
  Darken(system);
  double sum = 0.0;
  int mapped = 0;
  for (int i = 0; i < frames; ++i) {
    const FrameReport report = system->Process(FrameAt(kSeen - 1 - i));
    EXPECT_EQ(report.tracking.state, TrackingState::kTracking) << i;
    if (!report.mapping || !report.mapping->loss) continue;
    sum += report.mapping->loss->psnr_db;
    ++mapped;
  }
  return sum / mapped;
}

TEST(TakenBack, TheMapIsAsGoodAsWithoutIt) {
  const auto wrong = MakeSystem(), right = MakeSystem();
  Walk(wrong.get());
  Walk(right.get());
  PutNewestElsewhere(wrong.get());
  const double psnr_db = PsnrAfter(wrong.get(), 8), right_psnr_db = PsnrAfter(right.get(), 8);
  EXPECT_GT(psnr_db, right_psnr_db - 0.5);
  EXPECT_NEAR(static_cast<double>(wrong->mapper().map().size()),
              static_cast<double>(right->mapper().map().size()),
              0.05 * static_cast<double>(right->mapper().map().size()));
}

TEST(TakenBack, RightKeyframesStay) {
  const auto system = MakeSystem();
  Walk(system.get());
  const int64_t keyframes = system->keyframes().size();
  Darken(system.get());
  const FrameReport report = system->Process(FrameAt(kSeen - 3));
  EXPECT_EQ(report.tracking.state, TrackingState::kTracking);
  EXPECT_FALSE(report.taken_back.has_value());
  EXPECT_EQ(system->keyframes().size(), keyframes + 1);
}

TEST(TakenBack, NothingIsIfNoKeyframeIsSuspect) {
  const auto system = MakeSystem(0);
  Walk(system.get());
  PutNewestElsewhere(system.get());
  Darken(system.get());
  EXPECT_FALSE(system->Process(FrameAt(kSeen - 1)).taken_back.has_value());
}

void ExpectTheSame(SlamSystem* a, SlamSystem* b, int from, int to) {
  for (int i = from; i < to; ++i) {
    const FrameReport here = a->Process(FrameAt(i)), there = b->Process(FrameAt(i));
    EXPECT_EQ(here.tracking.camera_from_map.matrix(), there.tracking.camera_from_map.matrix()) << i;
    EXPECT_EQ(here.tracking.state, there.tracking.state) << i;
  }
  EXPECT_EQ(a->mapper().map().ToCloud().means, b->mapper().map().ToCloud().means);
}

std::unique_ptr<SlamSystem> Resumed(const SlamSystem& system) {
  SlamState state;
  system.Save(&state);
  auto resumed = MakeSystem();
  resumed->Restore(state, [](int64_t index) { return FrameAt(static_cast<double>(index)); });
  return resumed;
}

TEST(TakenBack, ARunGoesOnTheSameAfterIt) {
  const auto system = MakeSystem();
  Walk(system.get());
  PutNewestElsewhere(system.get());
  Darken(system.get());
  const auto before = Resumed(*system);
  ASSERT_TRUE(system->Process(FrameAt(kSeen - 1)).taken_back.has_value());
  ASSERT_TRUE(before->Process(FrameAt(kSeen - 1)).taken_back.has_value());
  const auto after = Resumed(*system);
  ExpectTheSame(system.get(), before.get(), kSeen, kSeen + 2);
  const auto later = Resumed(*before);
  EXPECT_EQ(later->keyframes().size(), system->keyframes().size());
  EXPECT_EQ(after->keyframes().size() + 1, later->keyframes().size());
}

TEST(TakenBack, ARunGoesOnTheSameWithoutAFrameToRemember) {
  const auto system = MakeSystem();
  Walk(system.get());
  const std::vector<size_t> newest = {static_cast<size_t>(system->keyframes().size()) - 1};
  EXPECT_GT(system->TakeBack(newest), 0);
  const auto resumed = Resumed(*system);
  ExpectTheSame(system.get(), resumed.get(), kSeen, kSeen + 3);
}

}  // namespace
}  // namespace isogs
