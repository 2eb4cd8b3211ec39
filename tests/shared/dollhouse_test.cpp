// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/mesh_view/dollhouse.h"

#include <gtest/gtest.h>

#include <numbers>

#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

/// A room of 4 x 3 x 2.5 m with a red floor and green else, turned and moved.
TriangleMesh ColoredRoom(const Pose& world_from_room) {
  TriangleMesh mesh = test::Room({4.0f, 3.0f, 2.5f}, 8);
  mesh.colors.resize(mesh.vertices.size());
  // Two sides a coordinate, the nearer first; the floor is the nearer one of the third.
  const size_t side = mesh.vertex_count() / 6;
  for (size_t i = 0; i < mesh.vertex_count(); ++i) {
    mesh.colors[3 * i + (i / side == 4 ? 0 : 1)] = 200;
    Eigen::Map<Eigen::Vector3f> vertex(&mesh.vertices[3 * i]);
    vertex = (world_from_room * vertex.cast<double>()).cast<float>();
  }
  return mesh;
}

/// Shares of the pixels that are red and green.
std::array<double, 2> Shares(const Image<uint8_t>& picture) {
  std::array<double, 2> shares = {0.0, 0.0};
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      const bool red = picture.at(0, y, x) > 0 && picture.at(1, y, x) == 0;
      const bool green = picture.at(1, y, x) > 0 && picture.at(0, y, x) == 0;
      shares[0] += red / static_cast<double>(picture.plane_size());
      shares[1] += green / static_cast<double>(picture.plane_size());
    }
  }
  return shares;
}

TEST(DollhouseViewpoint, LooksIntoARoomFromAbove) {
  for (const double tilt : {0.0, 0.3}) {  // of the upward axis that is given
    const Pose world_from_room = ExpSe3((Twist() << 5, -3, 1, 0, 0, 0.7).finished());
    const TriangleMesh mesh = ColoredRoom(world_from_room);
    const Eigen::Vector3d up(std::sin(tilt), 0.0, std::cos(tilt));
    const MeshViewpoint viewpoint = DollhouseViewpoint(mesh, up, 320, 240);
    const Eigen::Vector3d forward = viewpoint.camera_from_world.linear().row(2);
    EXPECT_NEAR(std::asin(-forward.z()) * 180 / std::numbers::pi, 50.0, 0.1);
    const auto [floor, walls] = Shares(RenderMesh(mesh, viewpoint));
    EXPECT_GT(floor, 0.2);
    EXPECT_GT(walls, 0.2);
    // Nothing that is seen lies outside of the picture, and little of it is left empty.
    const MeshViewpoint wider = {{400, 300, viewpoint.camera.fx, viewpoint.camera.fy,
                                  viewpoint.camera.cx + 40, viewpoint.camera.cy + 30},
                                 viewpoint.camera_from_world};
    const auto [floor_of_more, walls_of_more] = Shares(RenderMesh(mesh, wider));
    EXPECT_LT((floor_of_more + walls_of_more) * 400 * 300, (floor + walls) * 320 * 240 * 1.02);
    EXPECT_GT(floor + walls, 0.5);
  }
}

TEST(DollhouseViewpoint, IsNotLedAstrayByAFewFarTriangles) {
  TriangleMesh mesh = ColoredRoom(Pose::Identity());
  const MeshViewpoint without = DollhouseViewpoint(mesh, Eigen::Vector3d::UnitZ(), 320, 240);
  const auto first = static_cast<uint32_t>(mesh.vertex_count());
  mesh.vertices.insert(mesh.vertices.end(), {500, 0, 0, 500, 1, 0, 500, 0, 1});
  mesh.colors.insert(mesh.colors.end(), 9, 0);
  mesh.triangles.insert(mesh.triangles.end(), {first, first + 1, first + 2});
  const MeshViewpoint with = DollhouseViewpoint(mesh, Eigen::Vector3d::UnitZ(), 320, 240);
  EXPECT_NEAR(with.camera.fx, without.camera.fx, 0.05 * without.camera.fx);
}

TEST(DollhouseViewpoint, AnyMeshHasOne) {
  EXPECT_EQ(DollhouseViewpoint({}, Eigen::Vector3d::UnitZ(), 32, 24).camera.width, 32);
  TriangleMesh flat = test::Tetrahedron();
  flat.triangles = {0, 0, 0};
  const MeshViewpoint viewpoint = DollhouseViewpoint(flat, Eigen::Vector3d::UnitZ(), 32, 24);
  EXPECT_TRUE(std::isfinite(viewpoint.camera.fx));
  EXPECT_EQ(RenderMesh(flat, viewpoint).width(), 32);
}

}  // namespace
}  // namespace isogs
