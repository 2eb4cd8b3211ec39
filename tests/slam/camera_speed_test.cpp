// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/camera_speed.h"

#include <gtest/gtest.h>

#include <memory>

#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

Frame FrameAt(double time_s) {
  Frame frame = test::RoomFrame(test::MakeCamera(40, 30), test::RoomFromFirstCamera());
  frame.timestamp_s = time_s;
  frame.has_time = true;
  return frame;
}

RecentFrame RecentAt(double time_s) {
  return {std::make_shared<const DeviceFrame>(FrameAt(time_s), MemoryKind::kHost), test::MakePose(), {}};
}

/// 0.3 m and 9 degrees away, whatever the pose.
Pose Elsewhere() {
  constexpr double kTurn = 9.0 * 3.14159265358979 / 180.0;
  return ExpSe3((Twist() << 0, 0, 0, 0, kTurn, 0).finished()) * Eigen::Translation3d(0.3, 0.0, 0.0) *
         test::MakePose();
}

TEST(CameraSpeed, IsOfTheTimeBetweenTheFrames) {
  const auto speed = SpeedSince(RecentAt(100.0), FrameAt(100.2), Elsewhere());
  ASSERT_TRUE(speed.has_value());
  EXPECT_NEAR(speed->m_per_s, 1.5, 1e-6);
  EXPECT_NEAR(speed->deg_per_s, 45.0, 1e-4);
  EXPECT_FALSE(IsTooFast(*speed, {}));
}

TEST(CameraSpeed, ReachesFartherWhereFramesAreMissing) {
  EXPECT_TRUE(IsTooFast(*SpeedSince(RecentAt(0.0), FrameAt(0.04), Elsewhere()), {}));
  EXPECT_FALSE(IsTooFast(*SpeedSince(RecentAt(0.0), FrameAt(0.2), Elsewhere()), {}));
}

TEST(CameraSpeed, StampsThatBunchUpAreNotBelieved) {
  const auto speed = SpeedSince(RecentAt(5.0), FrameAt(5.0001), Elsewhere());
  ASSERT_TRUE(speed.has_value());
  EXPECT_NEAR(speed->m_per_s, 9.0, 1e-6);
}

TEST(CameraSpeed, IsUnknownWithoutTimesInOrder) {
  Frame without = FrameAt(1.0);
  without.has_time = false;
  EXPECT_FALSE(SpeedSince(RecentAt(0.0), without, Elsewhere()));
  EXPECT_FALSE(SpeedSince(RecentAt(2.0), FrameAt(1.0), Elsewhere()));
  EXPECT_FALSE(SpeedSince(RecentAt(1.0), FrameAt(1.0), Elsewhere()));
  EXPECT_FALSE(SpeedSince({}, FrameAt(1.0), Elsewhere()));
}

TEST(CameraSpeed, FollowsItsLimits) {
  JudgementConfig limits;
  EXPECT_TRUE(IsTooFast({3.1, 0.0}, limits));
  EXPECT_TRUE(IsTooFast({0.0, 361.0}, limits));
  EXPECT_FALSE(IsTooFast({2.9, 359.0}, limits));
  limits.max_speed_m_per_s = limits.max_turn_deg_per_s = 0.0;
  EXPECT_FALSE(IsTooFast({1e5, 1e5}, limits)) << "0 is no limit";
}

}  // namespace
}  // namespace isogs
