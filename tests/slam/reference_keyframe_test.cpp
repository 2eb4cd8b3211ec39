// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/reference_keyframe.h"

#include <gtest/gtest.h>

#include <memory>
#include <numbers>
#include <utility>
#include <vector>

#include "slam/keyframes/frame_codec_cpu.h"
#include "slam/keyframes/keyframe_store.h"
#include "slam/keyframes/shared_surface.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

Pose Moved(double x, double turn = 0.0) { return ExpSe3((Twist() << x, 0, 0, 0, turn, 0).finished()); }

/// A frame of the room by a camera that moved sideways and turned from where the map begins.
Frame FrameAt(const Pose& camera_from_map) {
  const Pose room_from_map = Pose(Eigen::Translation3d(0.1, -0.1, -1.0));
  return test::RoomFrame(test::MakeCamera(160, 120), room_from_map * camera_from_map.inverse());
}

Keyframe KeyframeAt(int64_t timestep, const Pose& camera_from_map) {
  const auto codec = MakeFrameCodecCpu();
  return KeyframeStore(MemoryKind::kHost, *codec)
      .Add(timestep, camera_from_map, DeviceFrame(FrameAt(camera_from_map), MemoryKind::kHost));
}

RecentFrame RecentAt(const Pose& camera_from_map) {
  Frame frame = FrameAt(camera_from_map);
  std::vector<Eigen::Vector3d> surface = SurfaceGrid(frame);
  return {std::make_shared<const DeviceFrame>(std::move(frame), MemoryKind::kHost), camera_from_map,
          std::move(surface)};
}

double SharedAfter(const Pose& motion) {
  return SharedSurface(SurfaceGrid(FrameAt(Pose::Identity())), FrameAt(motion), motion);
}

TEST(ReferenceKeyframe, SharesAllWithItself) { EXPECT_EQ(SharedAfter(Pose::Identity()), 1.0); }

TEST(ReferenceKeyframe, SharesLessAsTheCameraMovesOnAndNothingBehindIt) {
  const double near = SharedAfter(Moved(0.1)), far = SharedAfter(Moved(0.4, 0.2));
  EXPECT_GT(near, 0.85);
  EXPECT_LT(far, near);
  EXPECT_GT(far, 0.3);
  EXPECT_EQ(SharedAfter(Moved(0.0, std::numbers::pi)), 0.0);
}

TEST(ReferenceKeyframe, DoesNotShareWhatSomethingHides) {
  Frame frame = FrameAt(Pose::Identity());
  for (int y = 0; y < frame.camera.height; ++y) {
    for (int x = 0; x < frame.camera.width / 2; ++x) frame.depth_m.at(y, x) = 0.5f;
  }
  EXPECT_NEAR(SharedSurface(SurfaceGrid(FrameAt(Pose::Identity())), frame, Pose::Identity()), 0.5, 0.05);
}

TEST(ReferenceKeyframe, SharesNothingWithoutDepth) {
  Frame blind = FrameAt(Pose::Identity());
  blind.depth_m = Image<float>(1, blind.camera.height, blind.camera.width);
  EXPECT_EQ(SharedSurface(SurfaceGrid(blind), FrameAt(Pose::Identity()), Pose::Identity()), 0.0);
  EXPECT_EQ(SharedSurface(SurfaceGrid(FrameAt(Pose::Identity())), blind, Pose::Identity()), 0.0);
}

TEST(ReferenceKeyframe, IsTheOldestThatSharesEnough) {
  const std::vector<Keyframe> keyframes = {KeyframeAt(0, Moved(0.8, 0.5)), KeyframeAt(4, Moved(0.1)),
                                           KeyframeAt(9, Pose::Identity())};
  const Frame frame = FrameAt(Pose::Identity());
  EXPECT_EQ(ChooseReference(frame, Pose::Identity(), keyframes, {}, 0.8).keyframe->timestep, 4);
}

TEST(ReferenceKeyframe, IsTheOneThatSharesMostWhereNoneSharesEnough) {
  const std::vector<Keyframe> keyframes = {KeyframeAt(0, Moved(0.6, 0.3)), KeyframeAt(4, Moved(0.1)),
                                           KeyframeAt(9, Moved(0.3))};
  const Frame frame = FrameAt(Pose::Identity());
  EXPECT_EQ(ChooseReference(frame, Pose::Identity(), keyframes, {}, 1.0).keyframe->timestep, 4);
}

TEST(ReferenceKeyframe, IsTheRecentFrameWhereKeyframesShareLittle) {
  const Frame frame = FrameAt(Pose::Identity());
  const RecentFrame recent = RecentAt(Moved(0.1));
  const std::vector<Keyframe> far = {KeyframeAt(0, Moved(0.9, 0.5))}, near = {KeyframeAt(0, Moved(0.3))};
  EXPECT_EQ(ChooseReference(frame, Pose::Identity(), far, recent, 0.8).kind, ReferenceKind::kRecent);
  EXPECT_EQ(ChooseReference(frame, Pose::Identity(), near, recent, 0.8).kind, ReferenceKind::kKeyframe);
}

TEST(ReferenceKeyframe, IsNoneWhereTheMapMustHelp) {
  const Frame frame = FrameAt(Pose::Identity());
  const std::vector<Keyframe> behind = {KeyframeAt(0, Moved(0, std::numbers::pi))};
  EXPECT_EQ(ChooseReference(frame, Pose::Identity(), {}, {}, 0.8).kind, ReferenceKind::kMap);
  EXPECT_EQ(ChooseReference(frame, Pose::Identity(), behind, {}, 0.8).kind, ReferenceKind::kMap);
}

}  // namespace
}  // namespace isogs
