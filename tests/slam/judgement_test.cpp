// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/judgement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

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

/// A grey wall 2 m away that fills the image, turned about the vertical.
Frame BareWall(double turn) {
  Frame wall = RoomFrom(Moved(0.0));
  std::ranges::fill(wall.color.values(), 0.5f);
  for (int y = 0; y < wall.camera.height; ++y) {
    for (int x = 0; x < wall.camera.width; ++x) {
      const double ray_x = (x - wall.camera.cx) / wall.camera.fx;
      wall.depth_m.at(y, x) =
          static_cast<float>(2.0 * std::cos(turn) / (std::sin(turn) * ray_x + std::cos(turn)));
    }
  }
  return wall;
}

TEST(Judgement, DoubtsABareWallHoweverItIsTurned) {
  for (const double turn : {0.0, 0.3, 0.7}) {
    const Judgement judgement = JudgeAfterAligning(BareWall(turn), BareWall(turn));
    EXPECT_EQ(judgement.state, TrackingState::kUncertain) << turn;
    EXPECT_EQ(judgement.doubt, Doubt::kNotHeld) << turn;
  }
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

/// One without doubt, but for its agreement.
AlignmentResult Agreeing(double agreement, double inlier_ratio = 0.8) {
  AlignmentResult result;
  result.converged = true;
  result.inlier_ratio = inlier_ratio;
  result.agreement = agreement;
  result.information = 1e8 * Eigen::Matrix<double, 6, 6>::Identity();
  return result;
}

TEST(Judgement, PrefersMostThatNearlyFitsToASliverThatFits) {
  EXPECT_TRUE(IsBetter(Agreeing(0.84), Agreeing(1.0, 0.05), {}));
  EXPECT_TRUE(IsBetter(Agreeing(0.84), Agreeing(1.0, 0.2), {}));
  EXPECT_FALSE(IsBetter(Agreeing(1.0, 0.2), Agreeing(0.84), {}));
}

TEST(Judgement, PrefersWhatLeavesNoDoubt) {
  AlignmentResult open = Agreeing(0.95);
  open.converged = false;
  EXPECT_TRUE(IsBetter(Agreeing(0.92), open, {}));
  EXPECT_TRUE(IsBetter(Agreeing(0.92), Agreeing(0.8), {}));
  EXPECT_FALSE(IsBetter(Agreeing(0.8), Agreeing(0.8), {}));
}

TEST(Judgement, FollowsItsLimits) {
  EXPECT_EQ(JudgeAlignment(Agreeing(0.71), {}).state, TrackingState::kTracking);
  EXPECT_EQ(JudgeAlignment(Agreeing(0.69), {}).state, TrackingState::kUncertain);
  EXPECT_EQ(JudgeAlignment(Agreeing(0.49), {}).state, TrackingState::kLost);
  TrackingConfig strict;
  strict.judgement.lost_agreement = 0.9;  // above the others
  EXPECT_EQ(JudgeAlignment(Agreeing(0.8), strict).state, TrackingState::kLost);
}

TEST(Judgement, DoubtsADirectionThatOnlyRoundingHolds) {
  AlignmentResult result = Agreeing(0.95);
  EXPECT_NEAR(result.PositionSigma(), 1e-4, 1e-9);
  for (const double rounding : {-0.01, 0.0, 0.01}) {
    result.information(0, 0) = rounding;
    EXPECT_EQ(JudgeAlignment(result, {}).doubt, Doubt::kNotHeld) << rounding;
  }
}

TEST(Judgement, DoubtsAPlaceThatATurnStandsInFor) {
  AlignmentResult result = Agreeing(0.95);
  result.information(0, 4) = result.information(4, 0) = 0.9999999 * 1e8;
  EXPECT_EQ(JudgeAlignment(result, {}).doubt, Doubt::kNotHeld);
}

TEST(Judgement, BelievesAllWithoutAlignment) {
  TrackingConfig config;
  config.alignment.enabled = false;
  EXPECT_EQ(JudgeAlignment({}, config).state, TrackingState::kTracking);
}

}  // namespace
}  // namespace isogs
