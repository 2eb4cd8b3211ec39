// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/block_mesher.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "meshing/blocks/marching_cubes_table.h"
#include "meshing/blocks/union_find.h"
#include "meshing/blocks/vertex_math.h"

namespace isogs {
namespace {

/// Calls body(x) for every bit set, lowest first.
template <typename Body>
void ForBits(uint64_t bits, const Body& body) {
  for (; bits != 0; bits &= bits - 1) body(std::countr_zero(bits));
}

/// The bits low..high.
uint64_t BitRange(int low, int high) {
  if (low > high) return 0;
  return (uint64_t{2} << high) - (uint64_t{1} << low);
}

}  // namespace

BlockMesher::BlockMesher(int block_size, double voxel_size_m, const LatticeBox& crop, float min_weight)
    : size_(block_size),
      voxel_size_m_(voxel_size_m),
      crop_(crop),
      min_weight_(min_weight),
      field_(block_size, min_weight > 0.0f),
      edge_nodes_(3 * static_cast<size_t>(field_.rows()) * static_cast<size_t>(field_.side())) {}

bool BlockMesher::FindSurface(const BlockIndex& block, BlockMesh* mesh) {
  *mesh = {};
  mesh->block = block;
  ApplyCrop({block.x * size_, block.y * size_, block.z * size_});
  FindEdges(mesh);
  if (vertices_.size() == 0 && mesh->foreign.empty()) return false;
  FindTriangles(mesh);
  return true;
}

void BlockMesher::ApplyCrop(const LatticePoint& origin) {
  int low[3], high[3];
  bool cuts = false;
  for (size_t k = 0; k < 3; ++k) {
    low[k] = std::clamp(crop_.low[k] - origin[k], 0, size_ + 1);
    high[k] = std::clamp(crop_.high[k] - origin[k], -1, size_);
    cuts = cuts || low[k] > 0 || high[k] < size_;
  }
  if (!cuts) return;
  const uint64_t bits = BitRange(low[0], high[0]);
  for (int z = 0; z <= size_; ++z) {
    for (int y = 0; y <= size_; ++y) {
      const bool kept = y >= low[1] && y <= high[1] && z >= low[2] && z <= high[2];
      field_.valid[static_cast<size_t>(field_.Row(y, z))] &= kept ? bits : 0;
    }
  }
}

size_t BlockMesher::EdgeSlot(int row, int x, int axis) const {
  return 3 * (static_cast<size_t>(row) * static_cast<size_t>(field_.side()) + static_cast<size_t>(x)) +
         static_cast<size_t>(axis);
}

void BlockMesher::AddEdge(int row, int x, int axis, BlockMesh* mesh) {
  const int side = field_.side();
  const int y = row % side, z = row / side;
  const int upper_row = row + (axis == 1 ? 1 : axis == 2 ? side : 0);
  const int upper_x = x + (axis == 0 ? 1 : 0);
  const float *lower = field_.value(row) + x, *upper = field_.value(upper_row) + upper_x;
  const float along = CrossingAlong(*lower, *upper);
  uint8_t weak = 0;
  if (min_weight_ > 0.0f) {
    const int to_weight = field_.weight_offset();
    weak = IsWeak(along, lower[to_weight], upper[to_weight], min_weight_) ? 1 : 0;
  }
  const uint32_t neighbor = (x == size_ ? 1u : 0u) | (y == size_ ? 2u : 0u) | (z == size_ ? 4u : 0u);
  const int key = ((z % size_ * size_ + y % size_) * size_ + x % size_) * 3 + axis;
  int32_t& node = edge_nodes_[EdgeSlot(row, x, axis)];
  if (neighbor != 0) {
    node = -1 - static_cast<int32_t>(mesh->foreign.size());
    mesh->foreign.push_back({neighbor, static_cast<EdgeKey>(key)});
    foreign_weak_.push_back(weak);
    return;
  }
  const auto vertex = static_cast<uint32_t>(vertices_.size());
  node = static_cast<int32_t>(vertex);
  if (x == 0 || y == 0 || z == 0) mesh->boundary.push_back({static_cast<EdgeKey>(key), vertex});
  vertices_.Add({x, y, z}, axis, along);
  own_weak_.push_back(weak);
}

void BlockMesher::FindEdges(BlockMesh* mesh) {
  vertices_.Clear();
  own_weak_.clear();
  foreign_weak_.clear();
  const int side = field_.side();
  const std::vector<uint64_t>&inside = field_.inside, &valid = field_.valid;
  for (int row = 0; row < field_.rows(); ++row) {
    const auto r = static_cast<size_t>(row), up_y = r + 1, up_z = r + static_cast<size_t>(side);
    if (valid[r] == 0) continue;
    const uint64_t in = inside[r], ok = valid[r];
    const uint64_t x_edges = (in ^ in >> 1) & ok & ok >> 1;
    const uint64_t y_edges = row % side < size_ ? (in ^ inside[up_y]) & ok & valid[up_y] : 0;
    const uint64_t z_edges = row / side < size_ ? (in ^ inside[up_z]) & ok & valid[up_z] : 0;
    if ((x_edges | y_edges | z_edges) == 0) continue;
    ForBits(x_edges | y_edges | z_edges, [&](int x) {
      if (x_edges >> x & 1) AddEdge(row, x, 0, mesh);
      if (y_edges >> x & 1) AddEdge(row, x, 1, mesh);
      if (z_edges >> x & 1) AddEdge(row, x, 2, mesh);
    });
  }
}

void BlockMesher::FindTriangles(BlockMesh* mesh) {
  const auto& table = MarchingCubesTable();
  const int side = field_.side();
  size_t edge_offsets[kCubeEdges];
  for (int e = 0; e < kCubeEdges; ++e) {
    const int axis = e / 4, first = e & 1, second = e >> 1 & 1;
    const int dx = axis == 0 ? 0 : first;
    const int dy = axis == 0 ? first : axis == 1 ? 0 : second;
    const int dz = axis == 2 ? 0 : second;
    edge_offsets[e] = EdgeSlot(field_.Row(dy, dz), dx, axis);
  }
  const auto own = static_cast<int32_t>(vertices_.size());
  triangles_.clear();
  for (int z = 0; z < size_; ++z) {
    for (int y = 0; y < size_; ++y) {
      const auto row = static_cast<size_t>(field_.Row(y, z));
      const size_t rows[4] = {row, row + 1, row + static_cast<size_t>(side),
                              row + static_cast<size_t>(side) + 1};
      uint64_t any = 0, all = ~uint64_t{0}, valid = ~uint64_t{0};
      for (const size_t r : rows) {
        any |= field_.inside[r];
        all &= field_.inside[r];
        valid &= field_.valid[r];
      }
      const uint64_t cut = (any | any >> 1) & ~(all & all >> 1) & valid & valid >> 1;
      ForBits(cut & BitRange(0, size_ - 1), [&](int x) {
        uint32_t corners = 0;
        for (int r = 0; r < 4; ++r)
          corners |= static_cast<uint32_t>(field_.inside[rows[r]] >> x & 3) << 2 * r;
        const CubeCase& cube = table[corners];
        const int32_t* nodes = &edge_nodes_[EdgeSlot(static_cast<int>(row), x, 0)];
        for (int i = 0; i < 3 * cube.triangle_count; i += 3) {
          uint32_t corner[3];
          int weak = 0;
          for (int k = 0; k < 3; ++k) {
            const int32_t node = nodes[edge_offsets[cube.edges[static_cast<size_t>(i + k)]]];
            corner[k] = static_cast<uint32_t>(node >= 0 ? node : own - 1 - node);
            weak += node >= 0 ? own_weak_[static_cast<size_t>(node)]
                              : foreign_weak_[static_cast<size_t>(-1 - node)];
          }
          if (weak == 0) triangles_.insert(triangles_.end(), corner, corner + 3);
        }
      });
    }
  }
  mesh->triangles.assign(triangles_.begin(), triangles_.end());  // no more memory than it needs
}

void FindComponents(BlockMesh* mesh, std::vector<uint32_t>* memory) {
  const size_t nodes = mesh->vertex_count() + mesh->foreign.size();
  std::vector<uint32_t>& parents = *memory;
  parents.resize(nodes);
  std::iota(parents.begin(), parents.end(), 0u);
  const std::vector<uint32_t>& triangles = mesh->triangles;
  for (size_t t = 0; t < triangles.size(); t += 3) {
    UniteRoots(parents, triangles[t], triangles[t + 1]);
    UniteRoots(parents, triangles[t], triangles[t + 2]);
  }
  mesh->component.resize(nodes);
  for (uint32_t node = 0; node < nodes; ++node) {  // a root comes before what hangs on it
    const uint32_t root = FindRoot(parents, node);
    if (root == node) {
      mesh->component[node] = static_cast<uint32_t>(mesh->component_triangles.size());
      mesh->component_triangles.push_back(0);
    } else {
      mesh->component[node] = mesh->component[root];
    }
  }
  for (size_t t = 0; t < triangles.size(); t += 3) {
    ++mesh->component_triangles[mesh->component[triangles[t]]];
  }
}

void BlockMesher::FinishVertices(BlockMesh* mesh) {
  mesh->vertices.resize(3 * vertices_.size());
  mesh->normals.resize(3 * vertices_.size());
  mesh->colors.resize(3 * vertices_.size());
  for (size_t i = 0; i < vertices_.size(); ++i) {
    const int32_t point[3] = {mesh->block.x * size_ + vertices_.sample(0)[i],
                              mesh->block.y * size_ + vertices_.sample(1)[i],
                              mesh->block.z * size_ + vertices_.sample(2)[i]};
    const auto sum = [&](BlockVertices::Sum which) { return vertices_.sum(which, i); };
    const MeshVertex vertex = FinishVertex(
        point, vertices_.axis(i), vertices_.along(i), voxel_size_m_,
        {sum(BlockVertices::kWeight),
         {sum(BlockVertices::kRed), sum(BlockVertices::kGreen), sum(BlockVertices::kBlue)},
         {sum(BlockVertices::kNormalX), sum(BlockVertices::kNormalY), sum(BlockVertices::kNormalZ)}});
    std::copy_n(vertex.position_m, 3, &mesh->vertices[3 * i]);
    std::copy_n(vertex.normal, 3, &mesh->normals[3 * i]);
    std::copy_n(vertex.color, 3, &mesh->colors[3 * i]);
  }
  FindComponents(mesh, &parents_);
}

}  // namespace isogs
