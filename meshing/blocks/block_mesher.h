// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "meshing/blocks/block_field.h"
#include "meshing/blocks/block_vertices.h"
#include "meshing/gaussians/lattice.h"

namespace isogs {

/// Name of a lattice edge within the block in which it begins: ((z B + y) B + x) 3 + axis.
using EdgeKey = uint32_t;

/// A vertex on an edge that begins in an upper neighbour.
struct ForeignVertex {
  uint32_t neighbor;  ///< bit k: the neighbour lies one block up axis k; 1..7
  EdgeKey edge;
};

/// A vertex that lower neighbours may refer to.
struct BoundaryVertex {
  EdgeKey edge;
  uint32_t vertex;
};

/// The surface within the cubes of one block. Nodes 0..vertices-1 are the vertices on the block's own edges,
/// in the order of their keys; the foreign ones follow, in such an order that those of one neighbour ascend.
struct BlockMesh {
  BlockIndex block;
  std::vector<float> vertices;  ///< [V,3] m
  std::vector<float> normals;   ///< [V,3]
  std::vector<uint8_t> colors;  ///< [V,3]
  std::vector<ForeignVertex> foreign;
  std::vector<BoundaryVertex> boundary;       ///< ascending
  std::vector<uint32_t> triangles;            ///< [T,3] nodes
  std::vector<uint32_t> component;            ///< [nodes] which connected part of this block's triangles
  std::vector<uint32_t> component_triangles;  ///< [components]; 0: a vertex on its own

  size_t vertex_count() const { return vertices.size() / 3; }
  size_t triangle_count() const { return triangles.size() / 3; }
  bool IsEmpty() const { return vertices.empty() && triangles.empty(); }
};

/// Sets the components of a mesh that has its vertices, foreign ones and triangles. `memory` is used on the
/// way.
void FindComponents(BlockMesh* mesh, std::vector<uint32_t>* memory);

/// Finds the surface of block after block. Memory of one thread.
class BlockMesher {
 public:
  /// Triangles with a vertex whose weight (see BlockField) is below `min_weight` are left out; 0: the field
  /// has no weights.
  BlockMesher(int block_size, double voxel_size_m, const LatticeBox& crop, float min_weight);

  /// The field to evaluate before FindSurface.
  BlockField& field() { return field_; }

  /// Vertices' edges and triangles from the field; false if there is no surface here.
  bool FindSurface(const BlockIndex& block, BlockMesh* mesh);
  /// The vertices of that surface, whose sums FinishVertices needs.
  BlockVertices& vertices() { return vertices_; }
  /// Positions, normals and colours, and what hangs together.
  void FinishVertices(BlockMesh* mesh);

 private:
  void ApplyCrop(const LatticePoint& origin);
  void FindEdges(BlockMesh* mesh);
  void AddEdge(int row, int x, int axis, BlockMesh* mesh);
  void FindTriangles(BlockMesh* mesh);
  size_t EdgeSlot(int row, int x, int axis) const;

  int size_;
  double voxel_size_m_;
  LatticeBox crop_;
  float min_weight_;
  BlockField field_;
  BlockVertices vertices_;
  std::vector<uint8_t> own_weak_, foreign_weak_;  // the vertex has too little weight
  std::vector<int32_t> edge_nodes_;  // [rows, side, 3]: a vertex, or -1 - a foreign one; stale where not cut
  std::vector<uint32_t> triangles_;
  std::vector<uint32_t> parents_;
};

}  // namespace isogs
