// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/seen_through.h"

#include <gtest/gtest.h>

namespace isogs {
namespace {

/// At z = 2 m a pixel is 1/16 m; the view spans -2..1.9375 m in x.
constexpr Camera kCamera = {64, 48, 32.0, 32.0, 32.0, 24.0};

/// A rectangle before the camera, 1 m high.
TriangleMesh Wall(float from_x, float to_x, float z) {
  TriangleMesh mesh;
  mesh.vertices = {from_x, -0.5f, z, to_x, -0.5f, z, to_x, 0.5f, z, from_x, 0.5f, z};
  mesh.triangles = {0, 1, 2, 0, 2, 3};
  return mesh;
}

Frame FrameOf(float depth_m) {
  Frame frame;
  frame.camera = kCamera;
  frame.depth_m = Image<float>(1, kCamera.height, kCamera.width);
  std::ranges::fill(frame.depth_m.values(), depth_m);
  return frame;
}

double ShareSeenThrough(const TriangleMesh& mesh, const Frame& frame, const Pose& pose = Pose::Identity()) {
  SeenThrough witnesses(mesh);
  witnesses.Look(frame, pose);
  return witnesses.Share();
}

TEST(SeenThrough, IsWhatStandsMoreThan5cmInFront) {
  const TriangleMesh wall = Wall(-0.5f, 0.5f, 2.0f);
  EXPECT_EQ(ShareSeenThrough(wall, FrameOf(2.06f)), 1.0);
  EXPECT_EQ(ShareSeenThrough(wall, FrameOf(2.04f)), 0.0);
  EXPECT_EQ(ShareSeenThrough(wall, FrameOf(1.0f)), 0.0);  // hidden: nothing is known of it
  EXPECT_EQ(ShareSeenThrough(wall, FrameOf(0.0f)), 0.0);
}

TEST(SeenThrough, FollowsThePose) {
  Pose camera_from_map = Pose::Identity();
  camera_from_map.translation().z() = 1.0;
  EXPECT_EQ(ShareSeenThrough(Wall(-0.5f, 0.5f, 2.0f), FrameOf(2.5f), camera_from_map), 0.0);
  EXPECT_EQ(ShareSeenThrough(Wall(-0.5f, 0.5f, 2.0f), FrameOf(3.5f), camera_from_map), 1.0);
  camera_from_map.translation().z() = -3.0;  // the wall is behind the camera
  EXPECT_EQ(ShareSeenThrough(Wall(-0.5f, 0.5f, 2.0f), FrameOf(3.5f), camera_from_map), 0.0);
}

TEST(SeenThrough, AnyFrameCountsAndWhatIsOutsideDoesNot) {
  SeenThrough witnesses(Wall(0.0f, 4.0f, 2.0f));
  witnesses.Look(FrameOf(3.0f), Pose::Identity());
  EXPECT_NEAR(witnesses.Share(), 1.90625 / 4.0, 0.005);  // to the edge but for a pixel and a half
  Pose camera_from_map = Pose::Identity();
  camera_from_map.translation().x() = -1.5;
  witnesses.Look(FrameOf(3.0f), camera_from_map);
  EXPECT_NEAR(witnesses.Share(), 3.40625 / 4.0, 0.005);
  witnesses.Look(FrameOf(2.0f), camera_from_map);
  EXPECT_NEAR(witnesses.Share(), 3.40625 / 4.0, 0.005);
}

TEST(SeenThrough, EdgesSayNothing) {
  Frame frame = FrameOf(3.0f);
  for (int y = 0; y < kCamera.height; ++y) frame.depth_m.at(y, 32) = 2.0f;
  const TriangleMesh strip = Wall(-0.09f, 0.09f, 2.0f);  // within a pixel and a half of that column
  EXPECT_EQ(ShareSeenThrough(strip, frame), 0.0);
  for (int y = 0; y < kCamera.height; ++y) frame.depth_m.at(y, 32) = 0.0f;
  EXPECT_EQ(ShareSeenThrough(strip, frame), 0.0);
}

}  // namespace
}  // namespace isogs
