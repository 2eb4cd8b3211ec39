// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/mesh_cells.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "tests/shared/test_meshes.h"
#include "tests/web/decoded.h"

namespace isogs::web {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using Position = std::array<float, 3>;

TriangleMesh ColoredRoom() {
  TriangleMesh mesh = test::Room({4.0f, 3.0f, 2.5f}, 20);
  for (size_t i = 0; i < mesh.vertices.size(); ++i) {
    mesh.colors.push_back(static_cast<uint8_t>(7 * i % 251));
    mesh.normals.push_back(i % 3 == 2 ? 1.0f : 0.0f);
  }
  return mesh;
}

/// What a page shows that took all news.
std::map<uint32_t, DecodedCell> Shown(const MeshNews& news) {
  std::map<uint32_t, DecodedCell> cells;
  for (const CellNews& cell : news.cells) cells[cell.id] = DecodeCell(*cell.body);
  return cells;
}

/// How often each side of a triangle is there, by its ends.
std::map<std::pair<Position, Position>, int> Sides(const std::map<uint32_t, DecodedCell>& cells) {
  std::map<std::pair<Position, Position>, int> sides;
  for (const auto& [id, cell] : cells) {
    for (size_t i = 0; i < cell.indices.size(); ++i) {
      const size_t next = i % 3 == 2 ? i - 2 : i + 1;
      const Position a = cell.positions.at(cell.indices[i]), b = cell.positions.at(cell.indices[next]);
      ++sides[{std::min(a, b), std::max(a, b)}];
    }
  }
  return sides;
}

TEST(MeshCells, HoldAllTrianglesAndMeetWithoutCracks) {
  const TriangleMesh mesh = ColoredRoom();
  MeshCells cells;
  const MeshNews news = cells.Update(mesh, 0.5);
  EXPECT_FALSE(news.restarts);
  const auto shown = Shown(news);
  EXPECT_GT(shown.size(), 100U);
  size_t triangles = 0;
  for (const auto& [id, cell] : shown) triangles += cell.indices.size() / 3;
  EXPECT_EQ(triangles, mesh.triangle_count());
  for (const auto& [ends, count] : Sides(shown)) ASSERT_EQ(count, 2) << "an open side";
}

TEST(MeshCells, PositionsAreRightWithinAQuarterOfAMillimetre) {
  TriangleMesh mesh;
  mesh.vertices = {-3.14159f, 0.1f, 2.71828f, -3.1f, 0.123456f, 2.7f, -3.05f, 0.1f, 2.65f};
  mesh.triangles = {0, 1, 2};
  mesh.normals = {0, 0, -1, 1, 0, 0, 0.6f, -0.8f, 0};
  MeshCells cells;
  const MeshNews news = cells.Update(mesh, 0.5);
  ASSERT_THAT(news.cells, SizeIs(1));
  const DecodedCell cell = DecodeCell(*news.cells[0].body);
  for (size_t i = 0; i < 9; ++i) EXPECT_NEAR(cell.positions[i / 3][i % 3], mesh.vertices[i], 2.5e-4);
  EXPECT_THAT(cell.normals, testing::ElementsAre(127, 127, 127, 0, 54, -73));
  EXPECT_LT((news.cells[0].center - Eigen::Vector3f(-3.1f, 0.1f, 2.7f)).norm(), 0.5f);
}

TEST(MeshCells, OnlyWhatChangedIsNews) {
  TriangleMesh mesh = ColoredRoom();
  MeshCells cells;
  const size_t all = cells.Update(mesh, 0.5).cells.size();
  EXPECT_THAT(cells.Update(mesh, 0.5).cells, IsEmpty());
  mesh.vertices[0] += 1e-5f;  // less than the lattice shows
  EXPECT_THAT(cells.Update(mesh, 0.5).cells, IsEmpty());
  mesh.colors[0] = static_cast<uint8_t>(mesh.colors[0] + 1);
  const size_t changed = cells.Update(mesh, 0.5).cells.size();
  EXPECT_GE(changed, 1U);
  EXPECT_LE(changed, 2U);
  EXPECT_LT(changed, all);
}

TEST(MeshCells, ACellWhoseTrianglesAreGoneIsSaidToBeEmptyOnce) {
  const TriangleMesh mesh = ColoredRoom();
  MeshCells cells;
  const size_t all = cells.Update(mesh, 0.5).cells.size();
  const MeshNews gone = cells.Update({}, 0.5);
  EXPECT_THAT(gone.cells, SizeIs(all));
  for (const CellNews& cell : gone.cells) {
    EXPECT_THAT(DecodeCell(*cell.body).indices, IsEmpty());
  }
  EXPECT_THAT(cells.Update({}, 0.5).cells, IsEmpty());
  EXPECT_THAT(cells.Update(mesh, 0.5).cells, SizeIs(all));  // in the same cells
}

TEST(MeshCells, AnotherSizeStartsAnew) {
  const TriangleMesh mesh = ColoredRoom();
  MeshCells cells;
  cells.Update(mesh, 0.5);
  const MeshNews news = cells.Update(mesh, 1.0);
  EXPECT_TRUE(news.restarts);
  size_t triangles = 0;
  for (const auto& [id, cell] : Shown(news)) triangles += cell.indices.size() / 3;
  EXPECT_EQ(triangles, mesh.triangle_count());
}

TEST(MeshCells, HugeTrianglesGetACoarserLattice) {
  TriangleMesh mesh = test::Tetrahedron();
  for (float& value : mesh.vertices) value *= 900.0f;
  MeshCells cells;
  const auto shown = Shown(cells.Update(mesh, 0.5));
  for (const auto& [ends, count] : Sides(shown)) EXPECT_EQ(count, 2);
  float farthest = 0.0f;
  for (const auto& [id, cell] : shown) {
    for (const Position& position : cell.positions) farthest = std::max(farthest, position[0]);
  }
  EXPECT_NEAR(farthest, 900.0f, 0.1f);
}

TEST(MeshCells, WhatIsTooFarAwayIsLeftOut) {
  TriangleMesh mesh = test::Tetrahedron();
  mesh.vertices[9 + 2] = 1e9f;
  mesh.vertices[0] = NAN;
  MeshCells cells;
  EXPECT_THAT(cells.Update(mesh, 0.5).cells, IsEmpty());
}

TEST(MeshCells, AFineCellHasLongIndices) {
  const TriangleMesh mesh = test::Room({0.4f, 0.4f, 0.4f}, 160);  // 155,526 vertices
  MeshCells cells;
  size_t triangles = 0;
  for (const auto& [id, cell] : Shown(cells.Update(mesh, 4.0))) triangles += cell.indices.size() / 3;
  EXPECT_EQ(triangles, mesh.triangle_count());
}

}  // namespace
}  // namespace isogs::web
