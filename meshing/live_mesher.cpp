// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/live_mesher.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <type_traits>
#include <unordered_set>
#include <utility>

#include "meshing/block_pipeline.h"
#include "meshing/block_stitcher.h"
#include "meshing/dirty_blocks.h"
#include "meshing/mesh_sink.h"
#include "meshing/slab_records.h"
#include "shared/core/parallel.h"
#include "shared/ipc/gaussian_snapshot.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 14;

// Changes that are too small to be seen in a mesh.
constexpr float kMoveVoxels = 0.1f;
constexpr int kOpacitySteps = 13;        // of 255
constexpr int kColorSteps = 8;           // of 255
constexpr int kLog2ScaleSteps = 205;     // of 2048 an octave: 7 %
constexpr float kNormalCosine = 0.999f;  // 2.6 degrees

bool IsSame(const GaussianRecord& a, const GaussianRecord& b) { return std::memcmp(&a, &b, sizeof a) == 0; }

bool LooksSame(const GaussianRecord& a, const GaussianRecord& b, float voxel_size_m) {
  if (IsSame(a, b)) return true;
  float squared = 0.0f;
  for (size_t k = 0; k < 3; ++k) {
    const float moved = a.mean[k] - b.mean[k];
    squared += moved * moved;
    if (std::abs(a.color[k] - b.color[k]) > kColorSteps) return false;
    if (std::abs(a.log2_scale[k] - b.log2_scale[k]) > kLog2ScaleSteps) return false;
  }
  const float limit = kMoveVoxels * voxel_size_m;
  if (squared > limit * limit || std::abs(a.opacity - b.opacity) > kOpacitySteps) return false;
  if (a.rotation == b.rotation && a.flags == b.flags) return true;
  const std::array<float, 3> m = NormalOf(a), n = NormalOf(b);
  return m[0] * n[0] + m[1] * n[1] + m[2] * n[2] > kNormalCosine;
}

std::vector<GaussianRecord> ById(std::span<const GaussianRecord> gaussians) {
  std::vector<GaussianRecord> sorted(gaussians.begin(), gaussians.end());
  const auto by_id = [](const GaussianRecord& a, const GaussianRecord& b) { return a.id < b.id; };
  if (!std::is_sorted(sorted.begin(), sorted.end(), by_id)) std::sort(sorted.begin(), sorted.end(), by_id);
  return sorted;
}

/// The Gaussians to mesh with, and those that have changed: as they were, and as they are.
struct Difference {
  std::vector<GaussianRecord> next;
  std::vector<GaussianRecord> changed;
  int64_t count = 0;
};

Difference Compare(const std::vector<GaussianRecord>& meshed, std::vector<GaussianRecord> latest,
                   float voxel_size_m, bool exact) {
  Difference difference;
  size_t i = 0;
  for (GaussianRecord& gaussian : latest) {
    for (; i < meshed.size() && meshed[i].id < gaussian.id; ++i, ++difference.count) {
      difference.changed.push_back(meshed[i]);  // gone
    }
    if (i == meshed.size() || meshed[i].id != gaussian.id) {
      difference.changed.push_back(gaussian);  // new
      ++difference.count;
      continue;
    }
    const GaussianRecord& before = meshed[i++];
    if (exact ? IsSame(before, gaussian) : LooksSame(before, gaussian, voxel_size_m)) {
      gaussian = before;
    } else {
      difference.changed.push_back(before);
      difference.changed.push_back(gaussian);
      ++difference.count;
    }
  }
  for (; i < meshed.size(); ++i, ++difference.count) difference.changed.push_back(meshed[i]);
  difference.next = std::move(latest);
  return difference;
}

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

/// Calls body(key) for each block with a lattice point in reach, its upper border counted in.
template <typename Body>
void ForBlocks(const LatticeBox& reach, int32_t size, const Body& body) {
  if (reach.IsEmpty()) return;
  for (int32_t x = FloorDiv(reach.low[0] - 1, size); x <= FloorDiv(reach.high[0], size); ++x) {
    for (int32_t y = FloorDiv(reach.low[1] - 1, size); y <= FloorDiv(reach.high[1], size); ++y) {
      for (int32_t z = FloorDiv(reach.low[2] - 1, size); z <= FloorDiv(reach.high[2], size); ++z) {
        body(KeyOf({x, y, z}));
      }
    }
  }
}

/// Keys of all blocks that the Gaussians reach, ascending.
std::vector<uint64_t> BlocksReached(const Unpacked& gaussians, const MeshOptions& options) {
  const GaussianKernels kernels(gaussians.source, options);
  const auto count = static_cast<int64_t>(gaussians.normals.size());
  std::vector<std::unordered_set<uint64_t>> pieces(static_cast<size_t>((count + kGrain - 1) / kGrain));
  ParallelFor(count, kGrain, [&](int64_t begin, int64_t end) {
    auto& piece = pieces[static_cast<size_t>(begin / kGrain)];
    for (int64_t i = begin; i < end; ++i) {
      ForBlocks(kernels.Reach(static_cast<size_t>(i)), options.block_size,
                [&](uint64_t key) { piece.insert(key); });
    }
  });
  std::vector<uint64_t> keys;
  for (const auto& piece : pieces) keys.insert(keys.end(), piece.begin(), piece.end());
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

bool Contains(const std::vector<uint64_t>& sorted, uint64_t key) {
  return std::binary_search(sorted.begin(), sorted.end(), key);
}

/// Those that may reach a dirty block, in their order: all that do, and some more. They alone are unpacked.
std::vector<GaussianRecord> NearDirty(const std::vector<GaussianRecord>& gaussians,
                                      const std::vector<uint64_t>& dirty, const MeshOptions& options) {
  const GaussianCloud none;
  const GaussianSource no_source = {&none, {}, {}};
  const GaussianKernels kernels(no_source, options);
  // Density Gaussians that reach further than a block are always kept.
  const float reach =
      kernels.is_density ? static_cast<float>(options.block_size) : kBoxSlack * kernels.smallest_radius;
  const DirtySurroundings near(dirty, CeilToInt((reach + 2.0f) / static_cast<float>(options.block_size)));
  const auto keeps = [&](const GaussianRecord& gaussian) {
    if (kernels.is_density) {
      const float largest = std::ranges::max(ScalesOf(gaussian)) * static_cast<float>(kernels.per_voxel);
      if (kBoxSlack * static_cast<float>(kReachSigmas) * std::max(largest, kernels.min_scale) > reach) {
        return true;
      }
    }
    std::array<int32_t, 3> block;
    for (size_t k = 0; k < 3; ++k) {
      const double limit = kLatticeLimit,
                   at = std::clamp(static_cast<double>(gaussian.mean[k]) * kernels.per_voxel, -limit, limit);
      block[k] = FloorDiv(static_cast<int32_t>(std::floor(at)), options.block_size);
    }
    return near.Contains(block);
  };
  std::vector<std::vector<GaussianRecord>> pieces(
      static_cast<size_t>(PieceCount(static_cast<int64_t>(gaussians.size()), kGrain)));
  ParallelFor(static_cast<int64_t>(gaussians.size()), kGrain, [&](int64_t begin, int64_t end) {
    std::copy_if(gaussians.begin() + begin, gaussians.begin() + end,
                 std::back_inserter(pieces[static_cast<size_t>(begin / kGrain)]), keeps);
  });
  std::vector<GaussianRecord> kept;
  for (const auto& piece : pieces) kept.insert(kept.end(), piece.begin(), piece.end());
  return kept;
}

/// Puts the new meshes of dirty blocks in the place of the old ones.
void Replace(std::vector<BlockMesh>& layer, std::vector<BlockMesh> meshes,
             const std::vector<uint64_t>& dirty) {
  std::erase_if(layer, [&](const BlockMesh& mesh) { return Contains(dirty, KeyOf(mesh.block)); });
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

LiveUpdate LiveMesher::Update(std::span<const GaussianRecord> gaussians, bool exact) {
  Difference difference = Compare(meshed_, ById(gaussians), static_cast<float>(options_.voxel_size_m), exact);
  const std::vector<uint64_t> dirty = BlocksReached(Unpacked(difference.changed), options_);
  meshed_ = std::move(difference.next);
  if (options_.surface == Surface::kDensity) {
    Remesh<DensityGaussian>(dirty);
  } else {
    Remesh<OrientedGaussian>(dirty);
  }
  return {difference.count, static_cast<int64_t>(dirty.size())};
}

template <typename Record>
void LiveMesher::Remesh(const std::vector<uint64_t>& dirty) {
  if (dirty.empty()) return;
  const Unpacked gaussians(NearDirty(meshed_, dirty, options_));
  const GaussianKernels kernels(gaussians.source, options_);
  const SlabIndex index = IndexSlabs(kernels, options_);
  SlabRecords<Record> records(kernels, index, std::numeric_limits<int64_t>::max());
  BlockPipeline<Record> pipeline(options_);
  for (auto key = dirty.begin(); key != dirty.end();) {
    const int32_t x = LayerOf(*key);
    key = std::find_if(key, dirty.end(), [&](uint64_t other) { return LayerOf(other) != x; });
    std::vector<BlockMesh> meshes;
    const int64_t layer = int64_t{x} - index.first_layer;
    if (layer >= 0 && layer < static_cast<int64_t>(index.layer_count)) {
      const auto at = static_cast<size_t>(layer);
      records.Advance(at, at + 1);
      const BlockLayer blocks = MakeBlockLayer(records.records(), records.Runs(at), x, options_.block_size);
      std::vector<uint32_t> wanted;
      for (uint32_t b = 0; b < blocks.blocks.size(); ++b) {
        if (Contains(dirty, KeyOf(blocks.blocks[b]))) wanted.push_back(b);
      }
      meshes = pipeline.MeshBlocks(records.records(), blocks, wanted);
    }
    Replace(layers_[x], std::move(meshes), dirty);
    if (layers_[x].empty()) layers_.erase(x);
  }
}

TriangleMesh LiveMesher::Mesh() const {
  MemorySink sink;
  BlockStitcher stitcher(options_.min_component, &sink);
  for (const auto& [x, blocks] : layers_) stitcher.AddLayer(x, blocks);
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
