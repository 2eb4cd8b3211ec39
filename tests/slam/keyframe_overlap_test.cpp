// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/keyframes/keyframe_overlap.h"

#include <gtest/gtest.h>

#include <numbers>
#include <span>
#include <utility>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/keyframes/frame_codec_cpu.h"
#include "slam/keyframes/keyframe_store.h"

namespace isogs {
namespace {

constexpr int kSamples = 1600;

/// A wall 2 m in front of a 640x480 camera; it covers 2.56 m of it across.
Frame MakeWall() {
  Frame frame;
  frame.camera = {640, 480, 500.0, 500.0, 319.5, 239.5};
  frame.color = Image<float>(3, 480, 640, 0.5f);
  frame.depth_m = Image<float>(1, 480, 640, 2.0f);
  return frame;
}

Keyframe MakeKeyframe(const Twist& camera_from_map) {
  const auto codec = MakeFrameCodecCpu();
  return KeyframeStore(MemoryKind::kHost, *codec)
      .Add(0, ExpSe3(camera_from_map), DeviceFrame(MakeWall(), MemoryKind::kHost));
}

Twist Translation(double x, double y, double z) { return (Twist() << x, y, z, 0, 0, 0).finished(); }

double OverlapWith(const Keyframe& keyframe, const Twist& camera_from_map = Twist::Zero()) {
  Random random(1);
  return KeyframeOverlaps(MakeWall(), ExpSe3(camera_from_map), std::span(&keyframe, 1), kSamples, random)[0];
}

TEST(KeyframeOverlap, OfTheSameViewIsAllButTheBorder) {
  const double inside = (640.0 - 40.0) * (480.0 - 40.0) / (640.0 * 480.0);
  const Twist pose = (Twist() << 0.1, 0.2, 0.3, 0.4, 0.5, 0.6).finished();
  EXPECT_NEAR(OverlapWith(MakeKeyframe(pose), pose), inside, 0.03);
}

TEST(KeyframeOverlap, ShrinksAsTheCameraMovesAside) {
  const double half = 0.5 * 640.0 * 2.0 / 500.0;
  const double inside = (320.0 - 20.0) * (480.0 - 40.0) / (640.0 * 480.0);
  EXPECT_NEAR(OverlapWith(MakeKeyframe(Translation(half, 0, 0))), inside, 0.04);
  EXPECT_EQ(OverlapWith(MakeKeyframe(Translation(2.0 * half, 0, 0))), 0.0);
}

TEST(KeyframeOverlap, IsZeroForACameraThatLooksAway) {
  const Twist turned = (Twist() << 0, 0, 0, 0, std::numbers::pi, 0).finished();
  EXPECT_EQ(OverlapWith(MakeKeyframe(turned)), 0.0);
}

TEST(KeyframeOverlap, CountsValidDepthOnly) {
  Frame left = MakeWall();
  for (int y = 0; y < 480; ++y) {
    for (int x = 320; x < 640; ++x) left.depth_m.at(y, x) = 0.0f;
  }
  const double half = 0.5 * 640.0 * 2.0 / 500.0;
  const std::vector<Keyframe> keyframes = {MakeKeyframe(Translation(half, 0, 0)),
                                           MakeKeyframe(Translation(-half, 0, 0))};
  Random random(2);
  const std::vector<double> overlaps = KeyframeOverlaps(left, Pose::Identity(), keyframes, kSamples, random);
  EXPECT_GT(overlaps[0], 0.8);
  EXPECT_EQ(overlaps[1], 0.0);

  Frame blind = MakeWall();
  blind.depth_m = Image<float>(1, 480, 640, 0.0f);
  EXPECT_EQ(KeyframeOverlaps(blind, Pose::Identity(), keyframes, kSamples, random),
            (std::vector<double>{0.0, 0.0}));
}

TEST(KeyframeOverlap, SameForAnyNumberOfThreads) {
  std::vector<Keyframe> keyframes;
  for (int i = 0; i < 20; ++i) keyframes.push_back(MakeKeyframe(Translation(0.1 * i, 0, 0)));
  std::vector<double> first;
  for (const int threads : {1, 2, 3, 8}) {
    const ThreadLimit limit(threads);
    Random random(3);
    const auto overlaps = KeyframeOverlaps(MakeWall(), Pose::Identity(), keyframes, kSamples, random);
    if (threads == 1) first = overlaps;
    EXPECT_EQ(overlaps, first);
  }
}

}  // namespace
}  // namespace isogs
