// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/block_stitcher.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "meshing/blocks/union_find.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
constexpr int64_t kBlockGrain = 16;
constexpr size_t kNeighbors = 8;

}  // namespace

BlockStitcher::BlockStitcher(int64_t min_component, MeshSink* sink)
    : min_component_(std::max<int64_t>(min_component, 1)), sink_(sink) {}

void BlockStitcher::AddLayer(int32_t x, std::vector<BlockMesh> blocks) {
  Layer layer;
  layer.x = x;
  layer.meshes = std::move(blocks);
  const std::span<const BlockMesh> kept = layer.meshes;  // whose memory moves along with the layer
  Add(std::move(layer), kept);
}

void BlockStitcher::AddLayer(int32_t x, std::span<const BlockMesh> blocks) {
  Layer layer;
  layer.x = x;
  Add(std::move(layer), blocks);
}

void BlockStitcher::Add(Layer layer, std::span<const BlockMesh> blocks) {
  const int32_t x = layer.x;
  layer.parts.resize(blocks.size());
  for (size_t i = 0; i < blocks.size(); ++i) {
    Part& part = layer.parts[i];
    part.mesh = &blocks[i];
    part.first_component = static_cast<uint32_t>(parents_.size());
    for (const uint32_t triangles : part.mesh->component_triangles) {
      parents_.push_back(static_cast<uint32_t>(parents_.size()));
      component_triangles_.push_back(triangles);
      last_layer_.push_back(x);
    }
  }
  layers_.push_back(std::move(layer));
  if (layers_.size() >= 2) {
    Layer& before = layers_[layers_.size() - 2];
    Resolve(before, before.x + 1 == x ? &layers_.back() : nullptr);
  }
  Advance(false);
}

void BlockStitcher::Finish() {
  if (!layers_.empty()) Resolve(layers_.back(), nullptr);
  Advance(true);
  for (uint32_t node = 0; node < parents_.size(); ++node) {
    if (parents_[node] != node || component_triangles_[node] == 0) continue;
    const bool kept = component_triangles_[node] >= min_component_;
    (kept ? components_ : removed_components_) += 1;
    if (!kept) removed_triangles_ += component_triangles_[node];
  }
}

void BlockStitcher::Resolve(Layer& layer, Layer* next) {
  ParallelFor(static_cast<int64_t>(layer.parts.size()), kBlockGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) ResolvePart(layer.parts[static_cast<size_t>(i)], layer, next);
  });
  Unite(layer, next);
}

/// Finds owner and vertex of each foreign vertex.
void BlockStitcher::ResolvePart(Part& part, Layer& layer, Layer* next) const {
  const BlockMesh& mesh = *part.mesh;
  part.foreign_parts.assign(mesh.foreign.size(), kNone);
  part.foreign_vertices.assign(mesh.foreign.size(), kNone);
  uint32_t owners[kNeighbors];
  size_t cursors[kNeighbors] = {};  // both lists ascend, for each neighbour
  for (uint32_t n = 1; n < kNeighbors; ++n) {
    const Layer* in = (n & 1) != 0 ? next : &layer;
    const BlockIndex wanted{mesh.block.x + static_cast<int32_t>(n & 1),
                            mesh.block.y + static_cast<int32_t>(n >> 1 & 1),
                            mesh.block.z + static_cast<int32_t>(n >> 2)};
    owners[n] = kNone;
    if (in == nullptr) continue;
    const auto found = std::lower_bound(in->parts.begin(), in->parts.end(), wanted,
                                        [](const Part& p, const BlockIndex& b) { return p.mesh->block < b; });
    if (found == in->parts.end() || found->mesh->block != wanted) continue;
    owners[n] = static_cast<uint32_t>(found - in->parts.begin());
  }
  for (size_t f = 0; f < mesh.foreign.size(); ++f) {
    const auto [neighbor, edge] = mesh.foreign[f];
    if (owners[neighbor] != kNone) {
      const Layer* in = (neighbor & 1) != 0 ? next : &layer;
      const std::vector<BoundaryVertex>& boundary = in->parts[owners[neighbor]].mesh->boundary;
      size_t& at = cursors[neighbor];
      while (at < boundary.size() && boundary[at].edge < edge) ++at;
      if (at < boundary.size() && boundary[at].edge == edge) {
        part.foreign_parts[f] = owners[neighbor];
        part.foreign_vertices[f] = boundary[at].vertex;
        continue;
      }
    }
    const uint32_t component = mesh.component[mesh.vertex_count() + f];
    if (mesh.component_triangles[component] > 0)
      throw Error("internal: blocks of a mesh do not fit together");
  }
}

/// Joins the components that meet in foreign vertices.
void BlockStitcher::Unite(Layer& layer, Layer* next) {
  for (Part& part : layer.parts) {
    const BlockMesh& mesh = *part.mesh;
    std::pair<uint32_t, uint32_t> last = {kNone, kNone};  // most vertices in a row join the same two
    for (size_t f = 0; f < mesh.foreign.size(); ++f) {
      if (part.foreign_parts[f] == kNone) continue;
      const Part& owner = ((mesh.foreign[f].neighbor & 1) != 0 ? next : &layer)->parts[part.foreign_parts[f]];
      const uint32_t mine = part.first_component + mesh.component[mesh.vertex_count() + f];
      const uint32_t theirs = owner.first_component + owner.mesh->component[part.foreign_vertices[f]];
      if (std::exchange(last, {mine, theirs}) == std::pair(mine, theirs)) continue;
      const uint32_t a = FindRoot(parents_, mine), b = FindRoot(parents_, theirs);
      if (a == b) continue;
      const uint32_t root = UniteRoots(parents_, a, b), other = root == a ? b : a;
      component_triangles_[root] += std::exchange(component_triangles_[other], 0);
      last_layer_[root] = std::max(last_layer_[root], last_layer_[other]);
    }
  }
}

/// Hands on the layers of which all is known.
void BlockStitcher::Advance(bool finished) {
  for (size_t i = 0; i < layers_.size() && (layers_[i].numbered || IsDecided(layers_[i], finished)); ++i) {
    if (!layers_[i].numbered) Number(&layers_[i]);
    if (i == 0) continue;
    Emit(layers_[0], &layers_[1]);
    layers_.pop_front();
    --i;
  }
  if (finished && !layers_.empty()) {
    Emit(layers_[0], nullptr);
    layers_.clear();
  }
}

/// Whether it is known of every component whether it is kept: it is large enough, or can grow no more. The
/// newest layer is not joined to the next yet.
bool BlockStitcher::IsDecided(const Layer& layer, bool finished) {
  if (finished) return true;
  const int32_t newest = layers_.back().x;
  for (const Part& part : layer.parts) {
    for (size_t c = 0; c < part.mesh->component_triangles.size(); ++c) {
      const uint32_t root = FindRoot(parents_, part.first_component + static_cast<uint32_t>(c));
      if (component_triangles_[root] < min_component_ && last_layer_[root] >= newest) return false;
    }
  }
  return true;
}

bool BlockStitcher::IsKept(const Part& part, uint32_t local_component) const {
  uint32_t node = part.first_component + local_component;
  while (parents_[node] != node) node = parents_[node];
  return component_triangles_[node] >= min_component_;
}

/// Numbers the vertices that are kept.
void BlockStitcher::Number(Layer* layer) {
  const auto count = static_cast<int64_t>(layer->parts.size());
  ParallelFor(count, kBlockGrain, [&](int64_t begin, int64_t end) {
    std::vector<uint8_t> kept;
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      Part& part = layer->parts[i];
      const BlockMesh& mesh = *part.mesh;
      kept.resize(mesh.component_triangles.size());
      for (uint32_t c = 0; c < kept.size(); ++c) {
        kept[c] = IsKept(part, c) ? 1 : 0;
        if (kept[c] != 0) part.kept_triangles += mesh.component_triangles[c];
      }
      part.kept_vertices = static_cast<uint32_t>(mesh.vertex_count());
      if (std::find(kept.begin(), kept.end(), 0) == kept.end()) continue;
      part.rank.resize(mesh.vertex_count());
      part.kept_vertices = 0;
      for (size_t v = 0; v < part.rank.size(); ++v) {
        part.rank[v] = kept[mesh.component[v]] != 0 ? part.kept_vertices++ : kNone;
      }
    }
  });
  for (Part& part : layer->parts) {
    part.first_vertex = static_cast<uint64_t>(vertices_);
    vertices_ += part.kept_vertices;
    triangles_ += part.kept_triangles;
  }
  if (vertices_ >= static_cast<int64_t>(kNone)) {
    throw Error("the mesh has more than 2^32 vertices; use a larger voxel size or --crop");
  }
  layer->numbered = true;
}

void BlockStitcher::Emit(Layer& layer, Layer* next) {
  std::vector<size_t> vertex_begin = {0}, triangle_begin = {0};
  for (const Part& part : layer.parts) {
    vertex_begin.push_back(vertex_begin.back() + part.kept_vertices);
    triangle_begin.push_back(triangle_begin.back() + part.kept_triangles);
  }
  TriangleMesh piece;
  piece.vertices.resize(3 * vertex_begin.back());
  piece.normals.resize(3 * vertex_begin.back());
  piece.colors.resize(3 * vertex_begin.back());
  piece.triangles.resize(3 * triangle_begin.back());
  const auto count = static_cast<int64_t>(layer.parts.size());
  ParallelFor(count, kBlockGrain, [&](int64_t begin, int64_t end) {
    std::vector<uint32_t> index;
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      const Part& part = layer.parts[i];
      const BlockMesh& mesh = *part.mesh;
      const size_t own = mesh.vertex_count();
      index.assign(own + mesh.foreign.size(), kNone);
      size_t at = 3 * vertex_begin[i];
      const auto index_of = [](const Part& owner, uint32_t vertex) {
        const uint32_t rank = owner.rank.empty() ? vertex : owner.rank[vertex];
        return rank == kNone ? kNone : static_cast<uint32_t>(owner.first_vertex + rank);
      };
      for (uint32_t v = 0; v < own; ++v) {
        index[v] = index_of(part, v);
        if (index[v] == kNone) continue;
        std::copy_n(&mesh.vertices[3 * v], 3, &piece.vertices[at]);
        std::copy_n(&mesh.normals[3 * v], 3, &piece.normals[at]);
        std::copy_n(&mesh.colors[3 * v], 3, &piece.colors[at]);
        at += 3;
      }
      for (size_t f = 0; f < mesh.foreign.size(); ++f) {
        if (part.foreign_parts[f] == kNone) continue;
        const Layer* in = (mesh.foreign[f].neighbor & 1) != 0 ? next : &layer;
        index[own + f] = index_of(in->parts[part.foreign_parts[f]], part.foreign_vertices[f]);
      }
      at = 3 * triangle_begin[i];
      for (size_t t = 0; t < mesh.triangles.size(); t += 3) {
        if (index[mesh.triangles[t]] == kNone) continue;
        for (size_t k = 0; k < 3; ++k) piece.triangles[at + k] = index[mesh.triangles[t + k]];
        at += 3;
      }
    }
  });
  sink_->Append(piece);
}

}  // namespace isogs
