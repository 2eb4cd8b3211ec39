// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/mesh_view/render_mesh.h"

#include <gtest/gtest.h>

#include <array>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

using Rgb = std::array<int, 3>;
constexpr Rgb kBackground = {255, 0, 255};

/// From `eye` along +z, x right and y down.
MeshViewpoint LookAlongZ(const Eigen::Vector3d& eye, int width = 80, int height = 60) {
  MeshViewpoint viewpoint;
  viewpoint.camera = {width, height, 0.5 * width, 0.5 * width, 0.5 * (width - 1), 0.5 * (height - 1)};
  viewpoint.camera_from_world = Pose(Eigen::Translation3d(-eye));
  return viewpoint;
}

MeshRenderOptions Options(bool back_faces = false) {
  return {.back_faces = back_faces, .background = {255, 0, 255}};
}

Rgb At(const Image<uint8_t>& picture, int y, int x) {
  return {picture.at(0, y, x), picture.at(1, y, x), picture.at(2, y, x)};
}

int64_t BackgroundPixels(const Image<uint8_t>& picture) {
  int64_t count = 0;
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) count += At(picture, y, x) == kBackground;
  }
  return count;
}

/// A rectangle at depth z that shows its front to a camera looking along +z, of one colour.
TriangleMesh Rectangle(float x0, float y0, float x1, float y1, float z, const std::array<uint8_t, 3>& color) {
  TriangleMesh mesh;
  mesh.vertices = {x0, y0, z, x0, y1, z, x1, y1, z, x1, y0, z};
  for (int i = 0; i < 4; ++i) mesh.colors.insert(mesh.colors.end(), color.begin(), color.end());
  mesh.triangles = {0, 1, 2, 0, 2, 3};
  return mesh;
}

TriangleMesh Join(TriangleMesh a, const TriangleMesh& b) {
  const auto first = static_cast<uint32_t>(a.vertex_count());
  a.vertices.insert(a.vertices.end(), b.vertices.begin(), b.vertices.end());
  a.colors.insert(a.colors.end(), b.colors.begin(), b.colors.end());
  for (const uint32_t index : b.triangles) a.triangles.push_back(first + index);
  return a;
}

TEST(RenderMesh, FillsThePixelsThatATriangleCovers) {
  // At depth 1, a pixel is 1/40 m: columns 20 to 59, rows 10 to 49 of 80 x 60, whole pixels.
  const TriangleMesh mesh = Rectangle(-0.5f, -0.5f, 0.5f, 0.5f, 1.0f, {200, 100, 50});
  const Image<uint8_t> picture = RenderMesh(mesh, LookAlongZ({0, 0, 0}), Options());
  EXPECT_EQ(BackgroundPixels(picture), 80 * 60 - 40 * 40);
  EXPECT_EQ(At(picture, 10, 19), kBackground);
  EXPECT_EQ(At(picture, 9, 20), kBackground);
  EXPECT_EQ(At(picture, 49, 60), kBackground);
  EXPECT_EQ(At(picture, 50, 59), kBackground);
  const Rgb color = At(picture, 30, 40);
  EXPECT_EQ(At(picture, 10, 20), color);
  EXPECT_EQ(At(picture, 49, 59), color);
  EXPECT_GT(color[0], 150);
  EXPECT_NEAR(color[1], color[0] / 2, 1);
  EXPECT_NEAR(color[2], color[0] / 4, 1);
}

TEST(RenderMesh, SmoothsEdges) {
  // Its left edge runs through the middle of column 20.
  const TriangleMesh mesh = Rectangle(-0.4875f, -0.5f, 0.5f, 0.5f, 1.0f, {200, 100, 50});
  const Image<uint8_t> picture = RenderMesh(mesh, LookAlongZ({0, 0, 0}), Options());
  const Rgb inside = At(picture, 30, 40);
  for (size_t c = 0; c < 3; ++c) EXPECT_NEAR(At(picture, 30, 20)[c], (inside[c] + kBackground[c]) / 2, 1);
}

TEST(RenderMesh, DrawsBacksOnlyWhenAsked) {
  TriangleMesh mesh = Rectangle(-0.5f, -0.5f, 0.5f, 0.5f, 1.0f, {200, 100, 50});
  const Image<uint8_t> front = RenderMesh(mesh, LookAlongZ({0, 0, 0}), Options());
  std::swap(mesh.triangles[1], mesh.triangles[2]);
  std::swap(mesh.triangles[4], mesh.triangles[5]);
  EXPECT_EQ(BackgroundPixels(RenderMesh(mesh, LookAlongZ({0, 0, 0}), Options())), 80 * 60);
  EXPECT_EQ(RenderMesh(mesh, LookAlongZ({0, 0, 0}), Options(true)).values(), front.values());
}

TEST(RenderMesh, TheNearestIsSeen) {
  const TriangleMesh red = Rectangle(-0.5f, -0.5f, 0.5f, 0.5f, 1.0f, {200, 0, 0});
  const TriangleMesh green = Rectangle(-0.5f, -0.5f, 0.5f, 0.5f, 0.9f, {0, 200, 0});
  for (const TriangleMesh& mesh : {Join(red, green), Join(green, red)}) {
    const Image<uint8_t> picture = RenderMesh(mesh, LookAlongZ({0, 0, 0}), Options());
    EXPECT_EQ(picture.at(0, 30, 40), 0);
    EXPECT_GT(picture.at(1, 30, 40), 100);
  }
}

TEST(RenderMesh, LeavesNoCracksBetweenNeighbours) {
  const TriangleMesh room = test::Room({4, 3, 5}, 40);
  EXPECT_EQ(BackgroundPixels(RenderMesh(room, LookAlongZ({2.1, 1.4, 0.7}, 320, 240), Options())), 0);
}

TEST(RenderMesh, DrawsTrianglesThatReachBehindTheCamera) {
  const TriangleMesh room = test::Room({4, 3, 5}, 1);
  EXPECT_EQ(BackgroundPixels(RenderMesh(room, LookAlongZ({2.1, 1.4, 2.5}, 320, 240), Options())), 0);
  // What lies behind it altogether is not seen.
  EXPECT_EQ(BackgroundPixels(RenderMesh(room, LookAlongZ({2.1, 1.4, 6.0}), Options(true))), 80 * 60);
}

TEST(RenderMesh, ShadesByNormals) {
  TriangleMesh mesh = Rectangle(-0.5f, -0.5f, 0.5f, 0.5f, 1.0f, {});
  mesh.colors.clear();
  const int by_faces = RenderMesh(mesh, LookAlongZ({0, 0, 0})).at(0, 30, 40);
  for (int i = 0; i < 4; ++i) mesh.normals.insert(mesh.normals.end(), {0.0f, 0.0f, -1.0f});
  EXPECT_EQ(RenderMesh(mesh, LookAlongZ({0, 0, 0})).at(0, 30, 40), by_faces);
  mesh.normals.clear();
  for (int i = 0; i < 4; ++i) mesh.normals.insert(mesh.normals.end(), {0.9f, 0.0f, -0.436f});
  EXPECT_LT(RenderMesh(mesh, LookAlongZ({0, 0, 0})).at(0, 30, 40), by_faces - 20);
}

TEST(RenderMesh, IsTheSameForAnyNumberOfThreads) {
  TriangleMesh mesh = test::Room({4, 3, 5}, 10);
  Random random(2);
  for (size_t i = 0; i < mesh.vertices.size(); ++i) {
    mesh.colors.push_back(static_cast<uint8_t>(random.NextIndex(256)));
  }
  std::vector<uint8_t> pictures[2];
  for (const int threads : {1, 4}) {
    const ThreadLimit limit(threads);
    pictures[threads / 4] = RenderMesh(mesh, LookAlongZ({2, 1, 1}, 200, 150)).values();
  }
  EXPECT_EQ(pictures[0], pictures[1]);
}

TEST(RenderMesh, BadOrNoTrianglesDrawNothing) {
  EXPECT_EQ(BackgroundPixels(RenderMesh({}, LookAlongZ({0, 0, 0}), Options())), 80 * 60);
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    TriangleMesh mesh = Rectangle(-0.5f, -0.5f, 0.5f, 0.5f, 1.0f, {9, 9, 9});
    mesh.vertices[0] = bad;
    mesh.triangles = {0, 1, 2, 1, 1, 2};
    EXPECT_EQ(BackgroundPixels(RenderMesh(mesh, LookAlongZ({0, 0, 0}), Options(true))), 80 * 60);
  }
}

}  // namespace
}  // namespace isogs
