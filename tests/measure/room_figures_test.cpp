// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "measure/room_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "datasets/synthetic/scene/build_scene.h"
#include "datasets/synthetic/surface/scene_mesh.h"
#include "shared/core/error.h"
#include "shared/geometry/pose.h"
#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr uint32_t kCells = 20;

void Append(const TriangleMesh& other, TriangleMesh* mesh) {
  const auto first = static_cast<uint32_t>(mesh->vertex_count());
  mesh->vertices.insert(mesh->vertices.end(), other.vertices.begin(), other.vertices.end());
  for (const uint32_t corner : other.triangles) mesh->triangles.push_back(first + corner);
}

/// A thing that stands on the floor, its faces seen from outside, without its bottom.
TriangleMesh Furniture(const std::array<float, 3>& size, float x, float y) {
  TriangleMesh box = test::Room(size, 4);
  for (size_t t = 0; t < box.triangles.size(); t += 3) std::swap(box.triangles[t], box.triangles[t + 1]);
  std::vector<uint32_t> kept;
  for (size_t t = 0; t < box.triangle_count(); ++t) {
    float top = 0.0f;
    for (size_t k = 0; k < 3; ++k) top = std::max(top, box.vertices[3 * box.triangles[3 * t + k] + 2]);
    if (top > 0.0f) kept.insert(kept.end(), &box.triangles[3 * t], &box.triangles[3 * t] + 3);
  }
  box.triangles = kept;
  for (size_t i = 0; i < box.vertices.size(); i += 3) box.vertices[i] += x, box.vertices[i + 1] += y;
  return box;
}

/// The mesh without the triangles whose middle `drop` wants gone.
template <typename Drop>
TriangleMesh Without(TriangleMesh mesh, const Drop& drop) {
  std::vector<uint32_t> kept;
  for (size_t t = 0; t < mesh.triangle_count(); ++t) {
    Eigen::Vector3f middle = Eigen::Vector3f::Zero();
    for (size_t k = 0; k < 3; ++k) {
      middle += Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[3 * mesh.triangles[3 * t + k]]) / 3.0f;
    }
    if (!drop(middle)) kept.insert(kept.end(), &mesh.triangles[3 * t], &mesh.triangles[3 * t] + 3);
  }
  mesh.triangles = kept;
  return mesh;
}

/// 5 x 4 x 2.5 m with a table of 1 x 0.8 m, and the floor below it not seen.
TriangleMesh FurnishedRoom() {
  TriangleMesh mesh = Without(test::Room({5.0f, 4.0f, 2.5f}, kCells), [](const Eigen::Vector3f& p) {
    return p.z() < 0.01f && p.x() > 2.0f && p.x() < 3.0f && p.y() > 1.0f && p.y() < 1.8f;
  });
  Append(Furniture({1.0f, 0.8f, 0.7f}, 2.0f, 1.0f), &mesh);
  return mesh;
}

TEST(MeasureRoom, ABoxHasItsSizes) {
  const RoomFigures room = MeasureRoom(test::Room({5.0f, 4.0f, 2.5f}, kCells), Eigen::Vector3d::UnitZ());
  EXPECT_NEAR(*room.height_m, 2.5, 1e-4);
  EXPECT_NEAR(*room.walls_m[0], 5.0, 1e-4);
  EXPECT_NEAR(*room.walls_m[1], 4.0, 1e-4);
  EXPECT_NEAR(room.area->whole_m2, 20.0, 0.1);
  EXPECT_NEAR(room.area->seen_m2, 20.0, 0.1);
  EXPECT_NEAR(room.surface_m2, 2 * (20.0 + 12.5 + 10.0), 1e-3);
  EXPECT_NEAR(*room.volume_m3, 50.0, 0.3);
  EXPECT_THAT(room.notes, testing::IsEmpty());
}

TEST(MeasureRoom, WhatFurnitureHidesBelongsToTheFloor) {
  const FloorArea area = *MeasureRoom(FurnishedRoom(), Eigen::Vector3d::UnitZ()).area;
  EXPECT_NEAR(area.whole_m2, 20.0, 0.1);
  EXPECT_NEAR(area.seen_m2, 19.2, 0.1);
  EXPECT_NEAR(area.under_m2, 0.8, 0.05);
}

TEST(MeasureRoom, TurnedAndTiltedItIsTheSame) {
  for (const double tilt : {0.0, 0.2}) {  // of the direction that is given
    TriangleMesh mesh = FurnishedRoom();
    const Pose world_from_room = ExpSe3((Twist() << 5, -3, 1, 0.4, -1.1, 0.7).finished());
    const Eigen::Vector3d up =
        world_from_room.linear() * Eigen::Vector3d(std::sin(tilt), 0.0, std::cos(tilt));
    mesh = Transformed(std::move(mesh), world_from_room);
    const RoomFigures room = MeasureRoom(mesh, up);
    EXPECT_NEAR(*room.height_m, 2.5, 1e-3);
    EXPECT_NEAR(*room.walls_m[0], 5.0, 1e-3);
    EXPECT_NEAR(*room.walls_m[1], 4.0, 1e-3);
    EXPECT_NEAR(room.area->whole_m2, 20.0, 0.2);
  }
}

TEST(MeasureRoom, WithoutACeilingThereIsNoHeight) {
  const RoomFigures room =
      MeasureRoom(Without(FurnishedRoom(), [](const Eigen::Vector3f& p) { return p.z() > 2.49f; }),
                  Eigen::Vector3d::UnitZ());
  EXPECT_FALSE(room.height_m);
  EXPECT_FALSE(room.volume_m3);
  EXPECT_THAT(room.notes, Contains(HasSubstr("no ceiling was seen")));
  EXPECT_NEAR(room.area->whole_m2, 20.0, 0.1);
}

TEST(MeasureRoom, ATableIsNoFloor) {
  const RoomFigures room =
      MeasureRoom(Without(FurnishedRoom(), [](const Eigen::Vector3f& p) { return p.z() < 0.01f; }),
                  Eigen::Vector3d::UnitZ());
  EXPECT_FALSE(room.floor);
  EXPECT_FALSE(room.area);
  EXPECT_FALSE(room.height_m);
  EXPECT_THAT(room.notes, Contains(AllOf(HasSubstr("no floor was seen"), HasSubstr("beyond it"))));
}

TEST(MeasureRoom, AWallThatWasNotSeenIsNotGuessed) {
  const RoomFigures room =
      MeasureRoom(Without(FurnishedRoom(), [](const Eigen::Vector3f& p) { return p.x() > 4.99f; }),
                  Eigen::Vector3d::UnitZ());
  EXPECT_FALSE(room.walls_m[0]);
  EXPECT_NEAR(*room.walls_m[1], 4.0, 1e-3);
}

TEST(MeasureRoom, ASpeckFarAwayCostsTheFloorAlone) {
  TriangleMesh mesh = test::Room({5.0f, 4.0f, 2.5f}, kCells);
  TriangleMesh speck = test::Tetrahedron();
  for (size_t i = 0; i < speck.vertices.size(); ++i) {
    speck.vertices[i] = 0.01f * speck.vertices[i] + (i % 3 == 0 ? 5000.0f : 1.0f);
  }
  Append(speck, &mesh);
  const RoomFigures room = MeasureRoom(mesh, Eigen::Vector3d::UnitZ());
  EXPECT_NEAR(*room.height_m, 2.5, 1e-3);
  EXPECT_FALSE(room.area);
  EXPECT_THAT(room.notes, Contains(HasSubstr("too large to measure its floor")));
}

TEST(MeasureRoom, AMadeUpRoomHasThePlansSizes) {
  for (const uint64_t seed : {1u, 2u}) {
    const synthetic::Scene scene = synthetic::BuildRoom(seed, synthetic::RoomSize{4.0, 5.0});
    const synthetic::SceneMesh made = synthetic::MakeSceneMesh(scene);
    TriangleMesh mesh;
    // What lies within the walls: their outer sides are no part of the room.
    const Eigen::Vector3f size(4.0f, 5.0f, static_cast<float>(scene.plan.height_m));
    for (const Eigen::Vector3f& vertex : made.vertices) {
      const Eigen::Vector3f inside = vertex.cwiseMax(0.0f).cwiseMin(size);
      mesh.vertices.insert(mesh.vertices.end(), inside.data(), inside.data() + 3);
    }
    for (const auto& triangle : made.triangles) {
      mesh.triangles.insert(mesh.triangles.end(), triangle.begin(), triangle.end());
    }
    const RoomFigures room = MeasureRoom(mesh, Eigen::Vector3d::UnitZ());
    ASSERT_TRUE(room.height_m && room.area && room.walls_m[0] && room.walls_m[1]) << seed;
    EXPECT_NEAR(*room.height_m, scene.plan.height_m, 0.005);
    EXPECT_NEAR(*room.walls_m[0], 5.0, 0.01);
    EXPECT_NEAR(*room.walls_m[1], 4.0, 0.01);
    EXPECT_NEAR(room.area->whole_m2, 20.0, 0.2);
  }
}

TEST(MeasureRoom, AMeshWithoutSurfaceIsRefused) {
  EXPECT_THROW(MeasureRoom(TriangleMesh(), Eigen::Vector3d::UnitZ()), Error);
  TriangleMesh flat;
  flat.vertices = {1, 1, 1, 1, 1, 1, 1, 1, 1};
  flat.triangles = {0, 1, 2};
  EXPECT_THROW(MeasureRoom(flat, Eigen::Vector3d::UnitZ()), Error);
}

}  // namespace
}  // namespace isogs
