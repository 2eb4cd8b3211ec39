// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "shared/types/triangle_mesh.h"

namespace isogs::test {

/// Four triangles around the origin's corner of the first octant, without normals and colours.
inline TriangleMesh Tetrahedron() {
  TriangleMesh mesh;
  mesh.vertices = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
  mesh.triangles = {0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3};
  return mesh;
}

/// A box with its faces seen from inside, each of 2 n^2 triangles: a room.
inline TriangleMesh Room(const std::array<float, 3>& size, uint32_t n) {
  TriangleMesh mesh;
  for (size_t axis = 0; axis < 3; ++axis) {
    const size_t u = (axis + 1) % 3, v = (axis + 2) % 3;
    for (const bool far : {false, true}) {
      const auto first = static_cast<uint32_t>(mesh.vertex_count());
      for (uint32_t i = 0; i <= n; ++i) {
        for (uint32_t j = 0; j <= n; ++j) {
          std::array<float, 3> p;
          p[axis] = far ? size[axis] : 0.0f;
          p[u] = size[u] * static_cast<float>(i) / static_cast<float>(n);
          p[v] = size[v] * static_cast<float>(j) / static_cast<float>(n);
          mesh.vertices.insert(mesh.vertices.end(), p.begin(), p.end());
        }
      }
      for (uint32_t i = 0; i < n; ++i) {
        for (uint32_t j = 0; j < n; ++j) {
          const uint32_t a = first + i * (n + 1) + j, b = a + n + 1;
          const std::array<uint32_t, 6> inward = {a, b, b + 1, a, b + 1, a + 1};
          const std::array<uint32_t, 6> outward = {a, b + 1, b, a, a + 1, b + 1};
          const auto& corners = far ? outward : inward;
          mesh.triangles.insert(mesh.triangles.end(), corners.begin(), corners.end());
        }
      }
    }
  }
  return mesh;
}

}  // namespace isogs::test
