// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/object_pixels.h"

#include <gtest/gtest.h>

#include <numbers>

#include "shared/core/parallel.h"
#include "tests/datasets/synthetic/test_rooms.h"

namespace isogs::synthetic {
namespace {

const Pose kIdentity = Pose::Identity();  // looks along z, x right, y down

/// A scene of things of one part each.
Scene SceneOfThings(const std::vector<Part>& things) {
  Scene scene = SceneOf({});
  scene.objects.clear();
  for (const Part& part : things) {
    SceneObject object;
    object.kind = ObjectKind::kStorageBox;
    object.parts.push_back(part);
    scene.objects.push_back(object);
  }
  return scene;
}

std::vector<SeenObject> CountsOf(const Scene& scene, const Camera& camera) {
  const Renderer renderer(scene, kQuickLight);
  const ObjectPixels pixels(renderer.scene(), renderer.mesh());
  return pixels.Count(camera, kIdentity, renderer.CastCenters({camera, {&kIdentity, 1}}));
}

TEST(ObjectPixels, AThingHalfBehindAnotherIsHalfOccluded) {
  // The front of the first, 2x2 m at 4 m, is 40 pixels wide; the second covers the right half of the picture
  // and hides the third.
  const std::vector<SeenObject> seen =
      CountsOf(SceneOfThings({PartAt(Shape::kBox, {0, 0, 4.5}, {2, 2, 1}),
                              PartAt(Shape::kBox, {5, 0, 2.5}, {10, 20, 1}),
                              PartAt(Shape::kBox, {0.7, 0, 3.5}, {0.2, 0.2, 0.2})}),
               TestCamera(160, 120));
  ASSERT_EQ(seen.size(), 2u) << "what has no pixel is left out";
  EXPECT_EQ(seen[0].object, 0);
  EXPECT_EQ(seen[0].visible_px, 800);
  EXPECT_EQ(seen[0].alone_px, 1600);
  EXPECT_EQ(seen[1].object, 1);
  EXPECT_EQ(seen[1].visible_px, 80 * 120);
  EXPECT_EQ(seen[1].alone_px, 80 * 120);
}

TEST(ObjectPixels, ASphereAloneHasThePixelsOfItsCircle) {
  // A ball of radius 0.5 in the middle, behind one of radius 0.2 that lies before its middle.
  const double distance = 4.0, near = 2.0;
  const std::vector<SeenObject> seen =
      CountsOf(SceneOfThings({PartAt(Shape::kSphere, {0, 0, distance}, {1, 1, 1}),
                              PartAt(Shape::kSphere, {0, 0, near}, {0.4, 0.4, 0.4})}),
               TestCamera(640, 480));
  const auto area = [](double radius, double z) {
    const double in_image = 320.0 * radius / std::sqrt(z * z - radius * radius);
    return std::numbers::pi * in_image * in_image;
  };
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_NEAR(static_cast<double>(seen[0].alone_px), area(0.5, distance), 0.01 * area(0.5, distance));
  const double hidden = area(0.2, near) / area(0.5, distance);
  const double share = 1.0 - static_cast<double>(seen[0].visible_px) / static_cast<double>(seen[0].alone_px);
  EXPECT_NEAR(share, hidden, 0.01);
}

TEST(ObjectPixels, AThingThatReachesBehindTheCameraCounts) {
  // A floor from 5 m behind the camera to 5 m ahead of it, 1 m below: all pixels below its far edge.
  const Camera camera = TestCamera(64, 64);
  const std::vector<SeenObject> seen =
      CountsOf(SceneOfThings({PartAt(Shape::kBox, {0, 1.5, 0}, {100, 1, 10})}), camera);
  ASSERT_EQ(seen.size(), 1u);
  const double far_edge = camera.cy + camera.fy / 5.0;
  EXPECT_EQ(seen[0].visible_px, 64 * (63 - static_cast<int64_t>(far_edge)));
  EXPECT_EQ(seen[0].alone_px, seen[0].visible_px);
}

TEST(ObjectPixels, AreTheSameOnAnyNumberOfThreads) {
  const auto count = [](int threads) {
    const ThreadLimit limit(threads);
    const Renderer renderer(BuildRoom(4), {1.0, 8});
    const ObjectPixels pixels(renderer.scene(), renderer.mesh());
    Pose pose = Pose::Identity();
    pose.linear() = Eigen::AngleAxisd(-1.9, Eigen::Vector3d::UnitX()).toRotationMatrix();
    pose.translation() = Eigen::Vector3d(1.5, 0.5, 1.5);
    const Camera camera = TestCamera(160, 120);
    std::vector<int64_t> values;
    for (const SeenObject& seen : pixels.Count(camera, pose, renderer.CastCenters({camera, {&pose, 1}}))) {
      EXPECT_LE(seen.visible_px, seen.alone_px);
      EXPECT_FALSE(IsShell(renderer.scene().objects[static_cast<size_t>(seen.object)].kind));
      values.insert(values.end(), {seen.object, seen.visible_px, seen.alone_px});
    }
    return values;
  };
  const auto expected = count(1);
  EXPECT_GT(expected.size(), 10u);
  EXPECT_EQ(count(2), expected);
  EXPECT_EQ(count(5), expected);
}

}  // namespace
}  // namespace isogs::synthetic
