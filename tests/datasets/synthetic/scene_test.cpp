// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <numbers>
#include <string>

#include "datasets/synthetic/scene/build_scene.h"
#include "datasets/synthetic/scene/placement.h"
#include "datasets/synthetic/surface/scene_mesh.h"
#include "shared/core/error.h"

namespace isogs::synthetic {
namespace {

struct Solid {
  std::vector<OrientedBox> boxes;
  Eigen::AlignedBox3d bounds;
};

std::vector<Solid> SolidsOf(const Scene& scene) {
  std::vector<Solid> solids;
  for (const SceneObject& object : scene.objects) {
    Solid solid;
    solid.boxes = SolidBoxes(object);
    solid.bounds = WorldBoundsOf(solid.boxes);
    solids.push_back(solid);
  }
  return solids;
}

bool Meet(const Solid& a, const Solid& b) {
  if (!a.bounds.intersects(b.bounds)) return false;
  for (const OrientedBox& box : a.boxes) {
    for (const OrientedBox& other : b.boxes)
      if (Overlap(box, other)) return true;
  }
  return false;
}

/// Names the first two objects that intersect; walls, floors and skirting may meet each other.
std::string Intersections(const Scene& scene) {
  const std::vector<Solid> solids = SolidsOf(scene);
  for (size_t i = 0; i < solids.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const ObjectKind a = scene.objects[i].kind, b = scene.objects[j].kind;
      if (!(IsShell(a) && IsShell(b)) && Meet(solids[i], solids[j]))
        return std::string(NameOf(a)) + " " + std::to_string(i) + " and " + std::string(NameOf(b)) + " " +
               std::to_string(j);
    }
  }
  return "";
}

OrientedBox BoxAt(double x, double yaw_rad) {
  OrientedBox box;
  box.center = {x, 0.0, 0.0};
  box.axes = Eigen::AngleAxisd(yaw_rad, Eigen::Vector3d::UnitZ()).toRotationMatrix();
  box.half = {0.5, 0.5, 0.5};
  return box;
}

TEST(OrientedBox, OverlapsWhereInnerPointsAreCommon) {
  const OrientedBox box = BoxAt(0.0, 0.0);
  EXPECT_TRUE(Overlap(box, BoxAt(0.99, 0.0)));
  EXPECT_FALSE(Overlap(box, BoxAt(1.0, 0.0))) << "they touch";
  const double corner = 0.5 + std::sqrt(0.5);  // of a box turned by 45 degrees
  EXPECT_TRUE(Overlap(box, BoxAt(corner - 1e-6, std::numbers::pi / 4)));
  EXPECT_FALSE(Overlap(box, BoxAt(corner + 1e-6, std::numbers::pi / 4)));
  EXPECT_DOUBLE_EQ(DistanceTo(box, {1.5, 0.0, 0.0}), 1.0);
  EXPECT_DOUBLE_EQ(DistanceTo(box, {0.2, 0.1, 0.0}), 0.0);
}

TEST(Room, NothingIntersectsInTwoHundredRooms) {
  for (uint64_t seed = 0; seed < 200; ++seed)
    EXPECT_EQ(Intersections(BuildRoom(seed)), "") << "seed " << seed;
}

TEST(Room, NothingIntersectsInRoomsOfEverySizeAndInFlats) {
  for (const RoomSize& size : {RoomSize{2.5, 2.5}, RoomSize{2.5, 12.0}, RoomSize{12.0, 12.0}})
    EXPECT_EQ(Intersections(BuildRoom(1, size)), "") << size.width_m << "x" << size.depth_m;
  for (uint64_t seed = 0; seed < 5; ++seed)
    EXPECT_EQ(Intersections(BuildFlat(seed)), "") << "flat, seed " << seed;
}

TEST(Room, IsFurnishedWithinItsWallsAndSaysWhatStandsOnWhat) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Scene scene = BuildRoom(seed);
    const FloorRect& room = scene.plan.rooms[0];
    int furniture = 0;
    for (const SceneObject& object : scene.objects) {
      if (IsShell(object.kind)) continue;
      ++furniture;
      const Eigen::AlignedBox3d bounds = WorldBoundsOf(SolidBoxes(object));
      EXPECT_TRUE(bounds.min().x() >= room.x0 && bounds.max().x() <= room.x1 && bounds.min().y() >= room.y0 &&
                  bounds.max().y() <= room.y1)
          << NameOf(object.kind);
      if (object.supported_by < 0) continue;
      const Eigen::AlignedBox3d support =
          WorldBoundsOf(SolidBoxes(scene.objects.at(static_cast<size_t>(object.supported_by))));
      EXPECT_GE(bounds.min().z(), support.min().z()) << NameOf(object.kind);
      if (object.contained_in < 0) {
        EXPECT_NEAR(bounds.min().z(), support.max().z(), 2 * kContactGap_m) << NameOf(object.kind);
      } else {
        EXPECT_TRUE(support.contains(bounds.center())) << NameOf(object.kind);
      }
    }
    EXPECT_GT(furniture, 20) << "seed " << seed;
    EXPECT_FALSE(scene.lights.empty());
  }
}

TEST(Room, ItsSurfaceLiesWithinTheBoxesThatAreKeptApart) {
  constexpr double kRounding_m = 1e-5;
  for (uint64_t seed = 0; seed < 10; ++seed) {
    const Scene scene = BuildRoom(seed);
    const SceneMesh mesh = MakeSceneMesh(scene);
    const std::vector<Solid> solids = SolidsOf(scene);
    for (size_t i = 0; i < mesh.triangles.size(); ++i) {
      const Patch& patch = mesh.patches[mesh.patch_of_triangle[i]];
      const auto& boxes = solids[static_cast<size_t>(patch.object)].boxes;
      for (const uint32_t corner : mesh.triangles[i]) {
        const Eigen::Vector3d point = mesh.vertices[corner].cast<double>();
        ASSERT_TRUE(std::ranges::any_of(
            boxes, [&](const OrientedBox& box) { return DistanceTo(box, point) < kRounding_m; }))
            << NameOf(scene.objects[static_cast<size_t>(patch.object)].kind) << ", seed " << seed;
      }
    }
  }
}

TEST(Room, IsAnotherOneWithAnotherSeed) {
  EXPECT_NE(BuildRoom(1).plan.rooms[0].width(), BuildRoom(2).plan.rooms[0].width());
  EXPECT_EQ(BuildRoom(1).objects.size(), BuildRoom(1).objects.size());
}

TEST(Room, RefusesSizesWithoutUse) {
  EXPECT_THROW(BuildRoom(1, RoomSize{2.0, 4.0}), UsageError);
  EXPECT_THROW(BuildRoom(1, RoomSize{4.0, 1e9}), UsageError);
  EXPECT_THROW(BuildRoom(1, RoomSize{std::nan(""), 4.0}), UsageError);
}

}  // namespace
}  // namespace isogs::synthetic
