// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/judgement.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "slam/tracking/frame_aligner_cpu.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

Frame RoomFrom(const Pose& camera_from_view) {
  const Pose room_from_view = Pose(Eigen::Translation3d(0.1, -0.1, -1.0));
  return test::RoomFrame(test::MakeCamera(320, 240), room_from_view * camera_from_view.inverse());
}

Judgement JudgeAfterAligning(const Frame& view, const Frame& frame) {
  const auto planes = [](const Frame& of) {
    return FrameView{of.camera.width, of.camera.height, of.color.data(), of.depth_m.data()};
  };
  const std::unique_ptr<FrameAligner> aligner = MakeFrameAlignerCpu();
  aligner->SetView(planes(view), view.camera);
  aligner->SetFrame(planes(frame));
  return JudgeAlignment(aligner->Align(Pose::Identity(), {}), {});
}

Pose Moved(double x, double turn = 0.0) { return ExpSe3((Twist() << x, 0, 0, 0, turn, 0).finished()); }

TEST(Judgement, BelievesWhatAgrees) {
  EXPECT_EQ(JudgeAfterAligning(RoomFrom(Moved(0.0)), RoomFrom(Moved(0.05, 0.03))).state,
            TrackingState::kTracking);
}

TEST(Judgement, DoubtsABareWall) {
  Frame wall = RoomFrom(Moved(0.0));
  std::ranges::fill(wall.color.values(), 0.5f);
  std::ranges::fill(wall.depth_m.values(), 2.0f);
  const Judgement judgement = JudgeAfterAligning(wall, wall);
  EXPECT_EQ(judgement.state, TrackingState::kUncertain);
  EXPECT_EQ(judgement.doubt, Doubt::kNotHeld);
}

TEST(Judgement, DoubtsABlackFrameAlthoughItsDepthFits) {
  Frame black = RoomFrom(Moved(0.0));
  std::ranges::fill(black.color.values(), 0.0f);
  EXPECT_NE(JudgeAfterAligning(RoomFrom(Moved(0.0)), black).state, TrackingState::kTracking);
}

TEST(Judgement, IsLostWhereViewsHaveLittleInCommon) {
  EXPECT_EQ(JudgeAfterAligning(RoomFrom(Moved(0.0)), RoomFrom(Moved(0.3, 1.2))).state, TrackingState::kLost);
}

TEST(Judgement, IsLostWithoutDepth) {
  Frame blind = RoomFrom(Moved(0.0));
  std::ranges::fill(blind.depth_m.values(), 0.0f);
  EXPECT_EQ(JudgeAfterAligning(RoomFrom(Moved(0.0)), blind).state, TrackingState::kLost);
}

TEST(Judgement, BelievesAllWithoutAlignment) {
  TrackingConfig config;
  config.alignment.enabled = false;
  EXPECT_EQ(JudgeAlignment({}, config).state, TrackingState::kTracking);
}

}  // namespace
}  // namespace isogs
