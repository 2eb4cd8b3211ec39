// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Cameras that lose their way, and find it again.
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "shared/core/error.h"
#include "slam/system/slam_system.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

constexpr int kSeen = 14;  // frames on the way that is mapped, 0.1 rad from one to the next

/// Where the camera is after so many frames on its way: it turns, and moves sideways.
Pose RoomFromCamera(double frame, double aside_m = 0.0) {
  const Twist turn = (Twist() << 0, 0, 0, 0, 0.1 * frame, 0).finished();
  return Pose(Eigen::Translation3d(-0.4 + 0.03 * frame, 0.1 + aside_m, -0.8)) * ExpSe3(turn);
}

Frame FrameAt(double frame, double aside_m = 0.0) {
  Frame image = test::RoomFrame(test::MakeCamera(160, 120), RoomFromCamera(frame, aside_m));
  image.index = static_cast<int64_t>(frame);
  return image;
}

std::unique_ptr<SlamSystem> MakeSystem() {
  Config config;
  config.mapping.every_frames = 2;
  config.mapping.first_iterations = 2;
  config.mapping.iterations = 2;
  config.mapping.densify.max_cell = 1;  // exact after few iterations
  return std::make_unique<SlamSystem>(config, MakeBackend(Device::kCpu));
}

/// One that went its way.
std::unique_ptr<SlamSystem> MappedSystem() {
  auto system = MakeSystem();
  for (int i = 0; i < kSeen; ++i) {
    EXPECT_EQ(system->Process(FrameAt(i)).tracking.state, TrackingState::kTracking) << i;
  }
  return system;
}

double Error_m(const TrackingReport& tracking, double frame, double aside_m = 0.0) {
  const Pose map_from_camera = RoomFromCamera(0).inverse() * RoomFromCamera(frame, aside_m);
  return (tracking.camera_from_map.inverse().translation() - map_from_camera.translation()).norm();
}

TEST(Relocalization, FindsAPlaceSeenLongAgoAfterDarkness) {
  const auto system = MappedSystem();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(system->Process(test::Covered(FrameAt(0))).tracking.state, TrackingState::kLost);
  }
  const TrackingReport found = system->Process(FrameAt(1.4, 0.05)).tracking;
  EXPECT_EQ(found.state, TrackingState::kTracking);
  EXPECT_TRUE(found.relocalized);
  EXPECT_LT(Error_m(found, 1.4, 0.05), 0.005);
  const TrackingReport next = system->Process(FrameAt(1.6, 0.05)).tracking;
  EXPECT_EQ(next.state, TrackingState::kTracking);
  EXPECT_LT(Error_m(next, 1.6, 0.05), 0.005);
}

TEST(Relocalization, DoesNotBelieveAPlaceThatWasNeverSeen) {
  const auto system = MappedSystem();
  for (const double frame : {30.0, 34.0, 38.0, 42.0, 46.0}) {
    const TrackingReport tracking = system->Process(FrameAt(frame)).tracking;
    EXPECT_NE(tracking.state, TrackingState::kTracking) << frame;
    EXPECT_FALSE(tracking.relocalized) << frame;
  }
}

TEST(Relocalization, IsTheSameAfterResuming) {
  const auto system = MappedSystem();
  system->Process(test::Covered(FrameAt(0)));
  SlamState state;
  system->Save(&state);
  const auto resumed = MakeSystem();
  resumed->Restore(state, [](int64_t index) { return FrameAt(static_cast<double>(index)); });
  const TrackingReport here = system->Process(FrameAt(1.4, 0.05)).tracking;
  const TrackingReport there = resumed->Process(FrameAt(1.4, 0.05)).tracking;
  EXPECT_TRUE(there.relocalized);
  EXPECT_EQ(here.camera_from_map.matrix(), there.camera_from_map.matrix());
}

TEST(Restore, RefusesOtherImagesOfTheNewestFrame) {
  const auto system = MappedSystem();
  system->Process(FrameAt(kSeen));  // no keyframe
  SlamState state;
  system->Save(&state);
  const auto read_other = [](int64_t index) {
    return index == kSeen ? FrameAt(kSeen + 1) : FrameAt(static_cast<double>(index));
  };
  EXPECT_THROW(MakeSystem()->Restore(state, read_other), UsageError);
}

class LocaliseOnly : public testing::Test {
 protected:
  void SetUp() override {
    MappedSystem()->Save(&finished_);
    system_ = MakeSystem();
    system_->LocaliseIn(finished_, [](int64_t index) { return FrameAt(static_cast<double>(index)); });
  }

  SlamState finished_;
  std::unique_ptr<SlamSystem> system_;
};

TEST_F(LocaliseOnly, FindsTheFirstFrameAnywhereAndLeavesTheMapAsItIs) {
  for (const double frame : {7.3, 7.6, 7.9, 8.2, 8.5, 8.8}) {
    const FrameReport report = system_->Process(FrameAt(frame, 0.04));
    EXPECT_EQ(report.tracking.state, TrackingState::kTracking) << frame;
    EXPECT_LT(Error_m(report.tracking, frame, 0.04), 0.005) << frame;
    EXPECT_FALSE(report.mapping.has_value());
  }
  SlamState after;
  system_->Save(&after);
  EXPECT_EQ(after.params.map.means, finished_.params.map.means);
  EXPECT_EQ(after.params.map.colors, finished_.params.map.colors);
  EXPECT_TRUE(after.keyframes.empty()) << "they are frames of another run";
  EXPECT_TRUE(after.params.keyframes.empty());
  EXPECT_EQ(after.params.frames.size(), 6u);
}

TEST_F(LocaliseOnly, IsLostUntilItSeesThePlace) {
  for (const Frame& frame : {test::Covered(FrameAt(0)), FrameAt(36), FrameAt(40)}) {
    const FrameReport report = system_->Process(frame);
    EXPECT_EQ(report.tracking.state, TrackingState::kLost);
    EXPECT_FALSE(report.waits_for_depth);
  }
  EXPECT_EQ(system_->Process(FrameAt(4.5)).tracking.state, TrackingState::kTracking);
}

}  // namespace
}  // namespace isogs
