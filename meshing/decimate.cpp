// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/decimate.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace isogs {
namespace {

constexpr size_t kStride = 3 * sizeof(float);

/// Keeps the vertices that triangles refer to, in their order.
TriangleMesh WithoutUnused(const TriangleMesh& mesh, std::vector<uint32_t> triangles) {
  constexpr uint32_t kUnused = ~uint32_t{0};
  std::vector<uint32_t> places(mesh.vertex_count(), kUnused);
  for (const uint32_t vertex : triangles) places[vertex] = 0;
  TriangleMesh kept;
  uint32_t count = 0;
  for (size_t v = 0; v < places.size(); ++v) {
    if (places[v] == kUnused) continue;
    places[v] = count++;
    const auto copy = [&](const auto& from, auto* to) {
      if (!from.empty()) to->insert(to->end(), &from[3 * v], &from[3 * v] + 3);
    };
    copy(mesh.vertices, &kept.vertices);
    copy(mesh.normals, &kept.normals);
    copy(mesh.colors, &kept.colors);
  }
  for (uint32_t& vertex : triangles) vertex = places[vertex];
  kept.triangles = std::move(triangles);
  return kept;
}

}  // namespace

DecimatedMesh Decimate(const TriangleMesh& mesh, size_t max_triangles) {
  if (mesh.triangle_count() <= max_triangles) return {mesh, 0.0};
  constexpr float kAnyError = 1.0f;  // of the mesh's extent: the number of triangles decides
  std::vector<uint32_t> triangles(mesh.triangles.size());
  float error = 0.0f;
  const size_t count =
      meshopt_simplify(triangles.data(), mesh.triangles.data(), mesh.triangles.size(), mesh.vertices.data(),
                       mesh.vertex_count(), kStride, 3 * max_triangles, kAnyError, 0, &error);
  triangles.resize(count);
  const float extent_m = meshopt_simplifyScale(mesh.vertices.data(), mesh.vertex_count(), kStride);
  return {WithoutUnused(mesh, std::move(triangles)), static_cast<double>(error) * extent_m};
}

}  // namespace isogs
