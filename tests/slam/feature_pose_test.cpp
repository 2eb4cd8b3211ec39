// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/features/feature_pose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numbers>

#include "shared/core/parallel.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

const Pose kRoomFromReference = Pose(Eigen::Translation3d(0.1, -0.1, -1.0));

/// The room from a camera that moved on from the reference's.
Frame FrameAt(const Pose& frame_from_reference) {
  return test::RoomFrame(test::MakeCamera(320, 240), kRoomFromReference * frame_from_reference.inverse());
}
FrameFeatures FeaturesOf(const Frame& frame) {
  return ExtractFeatures(frame.color, frame.depth_m, frame.camera);
}
/// Further than alignment finds from where the reference was: 25 cm and 12 degrees.
Pose WideMotion() { return ExpSe3((Twist() << 0.2, -0.05, 0.15, 0.05, 0.2, 0.05).finished()); }

TEST(FeaturePose, FindsAWideMotionWithoutAStart) {
  const auto found =
      FindFeaturePose(FeaturesOf(FrameAt(Pose::Identity())), FeaturesOf(FrameAt(WideMotion())));
  ASSERT_TRUE(found);
  const Pose error = found->frame_from_reference * WideMotion().inverse();
  EXPECT_LT(error.translation().norm(), 0.05);
  EXPECT_LT(RotationAngle(error.linear()), 0.01);
  EXPECT_GE(found->matches, found->inliers);
}

TEST(FeaturePose, FindsNoneWhereNothingIsInBothViews) {
  const Pose behind = ExpSe3((Twist() << 0, 0, 0, 0, std::numbers::pi, 0).finished());
  EXPECT_FALSE(FindFeaturePose(FeaturesOf(FrameAt(Pose::Identity())), FeaturesOf(FrameAt(behind))));
}

TEST(FeaturePose, FindsNoneWithoutTextureOrDepth) {
  const FrameFeatures features = FeaturesOf(FrameAt(Pose::Identity()));
  Frame grey = FrameAt(Pose::Identity()), blind = FrameAt(Pose::Identity());
  std::ranges::fill(grey.color.values(), 0.5f);
  std::ranges::fill(blind.depth_m.values(), 0.0f);
  EXPECT_FALSE(FindFeaturePose(FeaturesOf(grey), features));
  EXPECT_FALSE(FindFeaturePose(features, FeaturesOf(grey)));
  EXPECT_FALSE(FindFeaturePose(FeaturesOf(blind), features));
  // The frame's own depth is not needed.
  EXPECT_TRUE(FindFeaturePose(features, FeaturesOf(blind)));
}

TEST(FeaturePose, IsTheSameOnAnyNumberOfThreads) {
  const auto find = [](int threads) {
    const ThreadLimit limit(threads);
    const auto found =
        FindFeaturePose(FeaturesOf(FrameAt(Pose::Identity())), FeaturesOf(FrameAt(WideMotion())));
    return found ? found->frame_from_reference.matrix() : Eigen::Matrix4d::Zero().eval();
  };
  EXPECT_EQ(find(1), find(2));
  EXPECT_NE(find(1), Eigen::Matrix4d::Zero());
}

}  // namespace
}  // namespace isogs
