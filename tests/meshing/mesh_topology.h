// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <vector>

#include "meshing/blocks/union_find.h"
#include "shared/types/triangle_mesh.h"

namespace isogs::test {

/// How the triangles of a mesh hang together.
struct Topology {
  int64_t boundary_edges = 0;      ///< of one triangle
  int64_t non_manifold_edges = 0;  ///< of more than two
  int64_t flipped_edges = 0;       ///< run through in the same direction by two triangles
  int64_t unused_vertices = 0;
  int64_t components = 0;
  int64_t genus = 0;  ///< summed over the components; right for closed ones
};

inline Topology TopologyOf(const TriangleMesh& mesh) {
  const std::vector<uint32_t>& t = mesh.triangles;
  struct Edge {
    uint32_t low, high;
    bool up;
    auto operator<=>(const Edge&) const = default;
  };
  std::vector<Edge> edges;
  std::vector<uint32_t> parents(mesh.vertex_count());
  std::iota(parents.begin(), parents.end(), 0u);
  std::vector<bool> used(mesh.vertex_count());
  for (size_t i = 0; i < t.size(); i += 3) {
    for (size_t k = 0; k < 3; ++k) {
      const uint32_t a = t[i + k], b = t[i + (k + 1) % 3];
      edges.push_back({std::min(a, b), std::max(a, b), a < b});
      UniteRoots(parents, a, b);
      used[a] = true;
    }
  }
  std::sort(edges.begin(), edges.end());
  Topology topology;
  int64_t distinct = 0;
  for (size_t i = 0; i < edges.size();) {
    size_t end = i;
    int64_t up = 0;
    while (end < edges.size() && edges[end].low == edges[i].low && edges[end].high == edges[i].high) {
      up += edges[end++].up ? 1 : 0;
    }
    ++distinct;
    topology.boundary_edges += end - i == 1 ? 1 : 0;
    topology.non_manifold_edges += end - i > 2 ? 1 : 0;
    topology.flipped_edges += end - i == 2 && up != 1 ? 1 : 0;
    i = end;
  }
  int64_t vertices = 0;
  for (uint32_t v = 0; v < parents.size(); ++v) {
    vertices += used[v] ? 1 : 0;
    topology.components += used[v] && parents[v] == v ? 1 : 0;
  }
  topology.unused_vertices = static_cast<int64_t>(parents.size()) - vertices;
  const int64_t euler = vertices - distinct + static_cast<int64_t>(t.size() / 3);
  topology.genus = topology.components - euler / 2;
  return topology;
}

}  // namespace isogs::test
