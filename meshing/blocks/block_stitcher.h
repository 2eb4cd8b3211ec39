// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "meshing/blocks/block_mesher.h"
#include "meshing/blocks/mesh_sink.h"

namespace isogs {

/// Joins the meshes of blocks to one. Layers of blocks come in ascending x; each is handed on as soon as it
/// is known which of its parts are large enough, so that only a few layers are held at a time. A vertex on
/// the border of blocks is made once, by the block in which its edge begins, and found by the edge's key.
class BlockStitcher {
 public:
  /// Connected parts of fewer than `min_component` triangles, and vertices without any, are left out.
  BlockStitcher(int64_t min_component, MeshSink* sink);

  /// All blocks of layer `x` that hold something, ascending.
  void AddLayer(int32_t x, std::vector<BlockMesh> blocks);
  /// The same, of blocks that stay where they are, unchanged, until Finish.
  void AddLayer(int32_t x, std::span<const BlockMesh> blocks);
  /// After the last layer.
  void Finish();

  int64_t vertices() const { return vertices_; }
  int64_t triangles() const { return triangles_; }
  int64_t removed_triangles() const { return removed_triangles_; }
  int64_t removed_components() const { return removed_components_; }
  int64_t components() const { return components_; }

 private:
  /// A block, and what is known of its place in the whole.
  struct Part {
    const BlockMesh* mesh = nullptr;
    uint32_t first_component = 0;         // of the whole
    std::vector<uint32_t> foreign_parts;  // [F] owner, and its vertex
    std::vector<uint32_t> foreign_vertices;
    std::vector<uint32_t> rank;  // [V] among the vertices kept; empty: all are
    uint64_t first_vertex = 0;   // of the whole
    uint32_t kept_vertices = 0, kept_triangles = 0;
  };
  struct Layer {
    int32_t x = 0;
    std::vector<BlockMesh> meshes;  // of the parts, unless the caller keeps them
    std::vector<Part> parts;
    bool numbered = false;
  };

  void Add(Layer layer, std::span<const BlockMesh> blocks);
  void Resolve(Layer& layer, Layer* next);
  void ResolvePart(Part& part, Layer& layer, Layer* next) const;
  void Unite(Layer& layer, Layer* next);
  void Advance(bool finished);
  bool IsDecided(const Layer& layer, bool finished);
  bool IsKept(const Part& part, uint32_t local_component) const;
  void Number(Layer* layer);
  void Emit(Layer& layer, Layer* next);

  int64_t min_component_;
  MeshSink* sink_;
  std::deque<Layer> layers_;
  std::vector<uint32_t> parents_;             // [components of blocks]
  std::vector<int64_t> component_triangles_;  // of the roots
  std::vector<int32_t> last_layer_;           // of the roots: the highest x that they reach
  int64_t vertices_ = 0, triangles_ = 0, removed_triangles_ = 0, removed_components_ = 0, components_ = 0;
};

}  // namespace isogs
