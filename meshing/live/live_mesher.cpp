// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/live/live_mesher.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <span>
#include <utility>

#include "meshing/blocks/block_stitcher.h"
#include "meshing/blocks/mesh_sink.h"
#include "meshing/gaussians/slab_records.h"
#include "meshing/live/dirty_blocks.h"
#include "meshing/live/snapshot_difference.h"
#include "shared/core/parallel.h"
#include "shared/ipc/gaussian_snapshot.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 14;

bool IdAscends(const GaussianRecord& a, const GaussianRecord& b) { return a.id < b.id; }

/// Gaussians unpacked for meshing.
struct Unpacked {
  explicit Unpacked(std::span<const GaussianRecord> records)
      : gaussians(Unpack(records)), normals(records.size()) {
    ParallelFor(static_cast<int64_t>(normals.size()), kGrain, [&](int64_t begin, int64_t end) {
      for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
        const float* n = &gaussians.normals[3 * i];
        normals[i] = PackNormal({n[0], n[1], n[2]});
      }
    });
    source = {&gaussians.cloud, normals, {}};
  }
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;

  UnpackedGaussians gaussians;
  std::vector<uint32_t> normals;
  GaussianSource source;
};

/// The meshes of one layer.
struct OneLayer : LayerReceiver {
  void TakeBlockCount(int64_t /*blocks*/) override {}
  void TakeMeshes(int32_t /*x*/, std::vector<BlockMesh> taken) override { meshes = std::move(taken); }

  std::vector<BlockMesh> meshes;
};

/// Puts the new meshes of dirty blocks in the place of the old ones.
void Replace(std::vector<BlockMesh>& layer, std::vector<BlockMesh> meshes,
             const std::vector<uint64_t>& dirty) {
  std::erase_if(layer, [&](const BlockMesh& mesh) { return Contains(dirty, mesh.block); });
  std::vector<BlockMesh> merged;
  merged.reserve(layer.size() + meshes.size());
  std::merge(std::move_iterator(layer.begin()), std::move_iterator(layer.end()),
             std::move_iterator(meshes.begin()), std::move_iterator(meshes.end()), std::back_inserter(merged),
             [](const BlockMesh& a, const BlockMesh& b) { return a.block < b.block; });
  layer = std::move(merged);
}

template <typename T>
size_t BytesOf(const std::vector<T>& values) {
  return values.capacity() * sizeof(T);
}

}  // namespace

LiveMesher::LiveMesher(const MeshOptions& options) : options_(options) { Check(options_); }

template <>
BlockMeshing<DensityGaussian>& LiveMesher::Meshing() {
  if (!density_) density_ = MakeBlockMeshing<DensityGaussian>(options_);
  return *density_;
}

template <>
BlockMeshing<OrientedGaussian>& LiveMesher::Meshing() {
  if (!oriented_) oriented_ = MakeBlockMeshing<OrientedGaussian>(options_);
  return *oriented_;
}

LiveUpdate LiveMesher::Update(std::span<const GaussianRecord> gaussians, bool exact) {
  std::vector<GaussianRecord> sorted;
  if (!std::ranges::is_sorted(gaussians, IdAscends)) {
    sorted.assign(gaussians.begin(), gaussians.end());
    std::ranges::sort(sorted, IdAscends);
    gaussians = sorted;
  }
  const SnapshotDifference difference = TakeOver(gaussians, options_, exact, &meshed_);
  const std::vector<uint64_t> dirty = BlocksReached(difference.changed, options_);
  try {
    if (options_.surface == Surface::kDensity) {
      Remesh<DensityGaussian>(dirty);
    } else {
      Remesh<OrientedGaussian>(dirty);
    }
  } catch (...) {
    // Blocks that were not meshed would look up to date.
    meshed_.clear();
    layers_.clear();
    throw;
  }
  return {difference.count, static_cast<int64_t>(dirty.size())};
}

template <typename Record>
void LiveMesher::Remesh(const std::vector<uint64_t>& dirty) {
  if (dirty.empty()) return;
  const Unpacked gaussians(ReachingDirty(meshed_, dirty, options_));
  const GaussianKernels kernels(gaussians.source, options_);
  const SlabIndex index = IndexSlabs(kernels, options_);
  SlabRecords<Record> records(kernels, index, std::numeric_limits<int64_t>::max());
  BlockMeshing<Record>& meshing = Meshing<Record>();
  for (auto key = dirty.begin(); key != dirty.end();) {
    const int32_t x = LayerOf(*key);
    key = std::find_if(key, dirty.end(), [&](uint64_t other) { return LayerOf(other) != x; });
    OneLayer found;
    const int64_t layer = int64_t{x} - index.first_layer;
    if (layer >= 0 && layer < static_cast<int64_t>(index.layer_count)) {
      const auto at = static_cast<size_t>(layer);
      records.Advance(at, at + 1);
      const LayerRuns runs = records.Runs(at);
      meshing.SetRecords(records.records());
      meshing.MeshLayers({&runs, 1}, x, &dirty, &found);
    }
    Replace(layers_[x], std::move(found.meshes), dirty);
    if (layers_[x].empty()) layers_.erase(x);
  }
}

TriangleMesh LiveMesher::Mesh() const {
  MemorySink sink;
  size_t vertices = 0, triangles = 0;
  for (const auto& [x, blocks] : layers_) {
    for (const BlockMesh& block : blocks) {
      vertices += block.vertex_count();
      triangles += block.triangle_count();
    }
  }
  sink.Reserve(vertices, triangles);
  BlockStitcher stitcher(options_.min_component, &sink);
  for (const auto& [x, blocks] : layers_) stitcher.AddLayer(x, std::span(blocks));
  stitcher.Finish();
  return std::move(sink.mesh);
}

size_t LiveMesher::bytes() const {
  size_t sum = BytesOf(meshed_);
  for (const auto& [x, blocks] : layers_) {
    for (const BlockMesh& mesh : blocks) {
      sum += sizeof mesh + BytesOf(mesh.vertices) + BytesOf(mesh.normals) + BytesOf(mesh.colors) +
             BytesOf(mesh.foreign) + BytesOf(mesh.boundary) + BytesOf(mesh.triangles) +
             BytesOf(mesh.component) + BytesOf(mesh.component_triangles);
    }
  }
  return sum;
}

}  // namespace isogs
