// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/decimate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>

#include "tests/meshing/mesh_topology.h"

namespace isogs::test {
namespace {

/// A closed sphere of radius 1 with normals; colours tell the place.
TriangleMesh Sphere(int rings) {
  TriangleMesh mesh;
  const int segments = 2 * rings;
  const auto add = [&](double polar, double azimuth) {
    const std::array<double, 3> n = {std::sin(polar) * std::cos(azimuth), std::sin(polar) * std::sin(azimuth),
                                     std::cos(polar)};
    for (const double x : n) {
      mesh.vertices.push_back(static_cast<float>(x));
      mesh.normals.push_back(static_cast<float>(x));
      mesh.colors.push_back(static_cast<uint8_t>(std::lround(127.5 * (1.0 + x))));
    }
  };
  add(0.0, 0.0);
  for (int r = 1; r < rings; ++r) {
    for (int s = 0; s < segments; ++s) add(M_PI * r / rings, 2.0 * M_PI * s / segments);
  }
  add(M_PI, 0.0);
  const auto at = [&](int r, int s) { return static_cast<uint32_t>(1 + (r - 1) * segments + s % segments); };
  const auto last = static_cast<uint32_t>(mesh.vertex_count() - 1);
  for (int s = 0; s < segments; ++s) {
    mesh.triangles.insert(mesh.triangles.end(), {0u, at(1, s), at(1, s + 1)});
    for (int r = 1; r + 1 < rings; ++r) {
      mesh.triangles.insert(mesh.triangles.end(), {at(r, s), at(r + 1, s), at(r + 1, s + 1)});
      mesh.triangles.insert(mesh.triangles.end(), {at(r, s), at(r + 1, s + 1), at(r, s + 1)});
    }
    mesh.triangles.insert(mesh.triangles.end(), {at(rings - 1, s), last, at(rings - 1, s + 1)});
  }
  return mesh;
}

TEST(Decimate, KeepsASphereASphere) {
  const TriangleMesh sphere = Sphere(60);
  ASSERT_EQ(TopologyOf(sphere).boundary_edges, 0);
  const auto [mesh, error_m] = Decimate(sphere, 1000);
  EXPECT_LE(mesh.triangle_count(), 1000u);
  EXPECT_GT(mesh.triangle_count(), 900u);
  const Topology topology = TopologyOf(mesh);
  EXPECT_EQ(topology.boundary_edges, 0);
  EXPECT_EQ(topology.flipped_edges, 0);
  EXPECT_EQ(topology.unused_vertices, 0);
  EXPECT_EQ(topology.genus, 0);
  EXPECT_GT(error_m, 1e-4);
  EXPECT_LT(error_m, 0.03);
  double volume = 0.0;
  for (size_t t = 0; t < mesh.triangles.size(); t += 3) {
    std::array<Eigen::Vector3f, 3> corners;
    for (size_t k = 0; k < 3; ++k)
      corners[k] = Eigen::Vector3f(&mesh.vertices[3 * size_t{mesh.triangles[t + k]}]);
    volume += corners[0].dot(corners[1].cross(corners[2])) / 6.0;
  }
  EXPECT_NEAR(volume, 4.0 / 3.0 * M_PI, 0.1);
}

TEST(Decimate, VerticesThatStayKeepWhatTheyHave) {
  const TriangleMesh mesh = Decimate(Sphere(20), 200).mesh;
  ASSERT_EQ(mesh.normals, mesh.vertices);
  ASSERT_EQ(mesh.colors.size(), mesh.vertices.size());
  for (size_t i = 0; i < mesh.vertices.size(); ++i) {
    EXPECT_NEAR(mesh.colors[i], 127.5f * (1.0f + mesh.vertices[i]), 0.51f);
  }
}

TEST(Decimate, LeavesSmallMeshesAsTheyAre) {
  const TriangleMesh sphere = Sphere(10);
  const DecimatedMesh same = Decimate(sphere, sphere.triangle_count());
  EXPECT_EQ(same.mesh.triangles, sphere.triangles);
  EXPECT_EQ(same.error_m, 0.0);
}

}  // namespace
}  // namespace isogs::test
