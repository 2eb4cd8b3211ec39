// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "evaluation/nearest_points.h"
#include "meshing/blocks/mesh_extractor.h"
#include "meshing/blocks/mesh_sink.h"
#include "tests/meshing/disc_scenes.h"

namespace isogs::test {
namespace {

constexpr double kLimit_m = 0.01;

/// Share of the mesh's vertices that lie near the rooms' surfaces.
double Precision(const TriangleMesh& mesh) {
  int64_t near = 0;
  for (size_t v = 0; v < mesh.vertices.size(); v += 3) {
    const Eigen::Map<const Eigen::Vector3f> vertex(&mesh.vertices[v]);
    near += DistanceToRooms(vertex.cast<double>(), 1) < kLimit_m ? 1 : 0;
  }
  return static_cast<double>(near) / static_cast<double>(mesh.vertex_count());
}

/// Share of other points of the surfaces that a vertex lies near.
double Recall(const TriangleMesh& mesh) {
  DiscOptions other;
  other.seed = 2;
  const DiscScene points = RoomsOfDiscs(50'000, 1, other);
  int64_t near = 0;
  const std::vector<NearestPoint> nearest = FindNearestPoints(mesh.vertices, points.cloud.means);
  for (const NearestPoint& found : nearest) near += found.distance_m < kLimit_m ? 1 : 0;
  return static_cast<double>(near) / static_cast<double>(nearest.size());
}

TEST(OrientedSurface, OfExactDiscsIsARoom) {
  const DiscScene scene = RoomsOfDiscs(400'000, 1, {});
  MemorySink sink;
  ExtractMesh(scene.Source(), {}, &sink);
  const double precision = Precision(sink.mesh), recall = Recall(sink.mesh);
  EXPECT_GT(2.0 * precision * recall / (precision + recall), 0.99) << precision << " " << recall;
}

}  // namespace
}  // namespace isogs::test
