// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Depth and colour of the ray-caster against what can be calculated.
#include <gtest/gtest.h>

#include <numbers>

#include "datasets/synthetic/sensor/exposure.h"
#include "shared/core/parallel.h"
#include "tests/datasets/synthetic/test_rooms.h"
#include "tests/slam/simd_targets.h"

namespace isogs::synthetic {
namespace {

const Pose kIdentity = Pose::Identity();  // looks along z, x right, y down

View ViewFromOrigin(const Camera& camera) { return {camera, {&kIdentity, 1}}; }

TEST(Casting, DepthOfAPlaneIsItsZ) {
  const Renderer renderer(SceneOf({PartAt(Shape::kBox, {0, 0, 3.0}, {40, 40, 1.0})}), kQuickLight);
  const HitImage hits = renderer.CastCenters(ViewFromOrigin(TestCamera(64, 48)));
  for (const float depth_m : hits.depth_m.values()) ASSERT_NEAR(depth_m, 2.5f, 1e-6f * 2.5f);
}

TEST(Casting, DepthOfATiltedBoxIsWhereItsFaceIs) {
  Part box = PartAt(Shape::kBox, {0, 0, 4.0}, {30, 30, 1.0});
  box.object_from_part.linear() =
      Eigen::AngleAxisd(0.5, Eigen::Vector3d(1, 2, 0).normalized()).toRotationMatrix();
  const Renderer renderer(SceneOf({box}), kQuickLight);
  const Camera camera = TestCamera(64, 48);
  const HitImage hits = renderer.CastCenters(ViewFromOrigin(camera));
  const Eigen::Vector3d normal = box.object_from_part.linear().col(2);
  const Eigen::Vector3d on_face = box.object_from_part * Eigen::Vector3d(0, 0, -0.5);
  for (int y = 0; y < camera.height; ++y) {
    for (int x = 0; x < camera.width; ++x) {
      const Eigen::Vector3d sight((x - camera.cx) / camera.fx, (y - camera.cy) / camera.fy, 1.0);
      ASSERT_NEAR(hits.depth_m.at(y, x), normal.dot(on_face) / normal.dot(sight), 2e-5) << x << "," << y;
    }
  }
}

TEST(Casting, DepthOfASphereIsWithinItsFacets) {
  const double radius = 0.5;
  const Eigen::Vector3d center(0.1, -0.05, 2.0);
  const Renderer renderer(SceneOf({PartAt(Shape::kSphere, center, Eigen::Vector3d::Constant(2 * radius))}),
                          kQuickLight);
  const Camera camera = TestCamera(160, 120);
  const HitImage hits = renderer.CastCenters(ViewFromOrigin(camera));
  int on_sphere = 0;
  for (int y = 0; y < camera.height; ++y) {
    for (int x = 0; x < camera.width; ++x) {
      const Eigen::Vector3d sight((x - camera.cx) / camera.fx, (y - camera.cy) / camera.fy, 1.0);
      const double b = sight.dot(center), a = sight.squaredNorm();
      const double closest = (center - b / a * sight).norm();
      if (closest > 1.001 * radius) {
        ASSERT_EQ(hits.depth_m.at(y, x), 0.0f);
      } else if (closest < 0.9 * radius) {
        const double z = (b - std::sqrt(b * b - a * (center.squaredNorm() - radius * radius))) / a;
        ASSERT_NEAR(hits.depth_m.at(y, x), z, 1.5e-3);
        ++on_sphere;
      }
    }
  }
  EXPECT_GT(on_sphere, 1000);
}

TEST(Casting, EachRowIsSeenFromItsOwnPose) {
  const Renderer renderer(SceneOf({PartAt(Shape::kBox, {0, 0, 3.0}, {40, 40, 1.0})}), kQuickLight);
  const Camera camera = TestCamera(32, 24);
  std::vector<Pose> poses(24, Pose::Identity());
  for (size_t row = 0; row < poses.size(); ++row)
    poses[row].translation().z() = 0.01 * static_cast<double>(row);
  const HitImage hits = renderer.CastCenters({camera, poses});
  for (int y = 0; y < camera.height; ++y) EXPECT_NEAR(hits.depth_m.at(y, 5), 2.5 - 0.01 * y, 1e-5);
}

TEST(Casting, NoRayLeavesARoom) {
  const Renderer renderer(BuildRoom(3), kQuickLight);
  const FloorRect& room = renderer.scene().plan.rooms[0];
  Pose pose = Pose::Identity();
  pose.translation() = Eigen::Vector3d(room.width() / 2, room.depth() / 2, 1.5);
  for (int turn = 0; turn < 4; ++turn) {
    pose.linear() =
        Eigen::AngleAxisd(1.6 * turn, Eigen::Vector3d(1, 0.3, 0.2).normalized()).toRotationMatrix();
    const HitImage hits = renderer.CastCenters({TestCamera(160, 120), {&pose, 1}});
    for (const uint32_t triangle : hits.triangle.values()) ASSERT_NE(triangle, HitImage::kNone);
  }
}

TEST(Casting, PicturesAreTheSameOnAnyNumberOfThreadsAndInstructionSet) {
  const auto render = [](int threads) {
    const ThreadLimit limit(threads);
    const Renderer renderer(BuildRoom(5), kQuickLight);
    Pose pose = Pose::Identity();
    pose.linear() = Eigen::AngleAxisd(-1.8, Eigen::Vector3d::UnitX()).toRotationMatrix();
    pose.translation() = Eigen::Vector3d(1.5, 0.5, 1.5);
    return renderer.Radiance({TestCamera(64, 48), {&pose, 1}}, 4).values();
  };
  const std::vector<float> expected = render(1);
  EXPECT_EQ(render(2), expected);
  EXPECT_EQ(render(5), expected);
  for (const SimdTarget& target : SimdTargets()) {
    const ScopedSimdTarget chosen(target);
    EXPECT_EQ(render(2), expected) << target.name;
  }
}

TEST(Light, FallsOffWithDistanceAndIsShaded) {
  // A lamp of 1 m^2 at z = 2 over a floor at 0, and a board between them over x > 0.5.
  Scene scene = SceneOf(
      {PartAt(Shape::kBox, {0, 0, -0.5}, {8, 8, 1.0}), PartAt(Shape::kBox, {2.5, 0, 1.0}, {3.0, 8, 0.02})});
  scene.lights.push_back({{0, 0, 2.0}, {0.5, 0, 0}, {0, 0.5, 0}, -Eigen::Vector3d::UnitZ(), {1, 1, 1}, 0});
  const SceneMesh mesh = MakeSceneMesh(scene);
  const RayScene rays(mesh);
  const LightMap light = BakeLight(scene, mesh, rays, {0.25, 64});
  constexpr uint32_t kFloor = 5;  // the top of the first box
  ASSERT_GT(mesh.patches[kFloor].normal.z(), 0.99f);
  const auto at = [&](float x) { return light.At(kFloor, x + 4.0f, 4.0f)[0]; };
  // Straight below: form factor of a square, seen from below its middle; what the dark board sends back is
  // little.
  const double half = 0.5, height = 2.0, root = std::sqrt(half * half + height * height);
  const double expected = 4.0 / std::numbers::pi * half / root * std::atan(half / root);
  EXPECT_NEAR(at(0.0f), expected, 0.1 * expected);
  EXPECT_LT(at(-3.0f), 0.3f * at(0.0f));
  EXPECT_LT(at(2.5f), 0.2f * at(-2.5f));
}

TEST(Exposure, ABrighterSceneIsABrighterPictureUpToWhite) {
  EXPECT_EQ(DevelopedByte(0.0f), 0);
  EXPECT_EQ(DevelopedByte(100.0f), 255);
  uint8_t last = 0;
  for (int i = 0; i < 500; ++i) {
    const uint8_t byte = DevelopedByte(0.01f * static_cast<float>(i));
    EXPECT_GE(byte, last);
    last = byte;
  }
}

TEST(Exposure, FollowsWithALag) {
  AutoExposure exposure;
  const float first = exposure.Follow(0.1f, 1.0 / 30);
  EXPECT_NEAR(first, kMiddleGrey / 0.1f, 1e-3f);
  const float next = exposure.Follow(0.4f, 1.0 / 30);
  EXPECT_LT(next, first);
  EXPECT_GT(next, 0.8f * first);
  float last = next;
  for (int i = 0; i < 200; ++i) last = exposure.Follow(0.4f, 1.0 / 30);
  EXPECT_NEAR(last, kMiddleGrey / 0.4f, 1e-2f);
}

}  // namespace
}  // namespace isogs::synthetic
