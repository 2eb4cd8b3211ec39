// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/mesh_extractor.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <mutex>

#include "meshing/block_grid.h"
#include "meshing/block_mesher.h"
#include "meshing/block_stitcher.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kRecordGrain = 4096;
constexpr int64_t kBlockGrain = 4;
constexpr int64_t kMaxGroupBytes = 64 << 20;  // more makes nothing faster
constexpr int64_t kGroupShare = 8;            // of the memory

/// Adds the time since the last call to a sum.
class Stopwatch {
 public:
  void AddTo(double* seconds) {
    const auto now = std::chrono::steady_clock::now();
    *seconds += std::chrono::duration<double>(now - last_).count();
    last_ = now;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Objects that threads borrow, each for a while.
class MesherPool {
 public:
  explicit MesherPool(const MeshOptions& options) : options_(options), crop_(CropBox(options)) {}

  std::unique_ptr<BlockMesher> Take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty())
      return std::make_unique<BlockMesher>(options_.block_size, options_.voxel_size_m, crop_);
    std::unique_ptr<BlockMesher> mesher = std::move(free_.back());
    free_.pop_back();
    return mesher;
  }
  void Return(std::unique_ptr<BlockMesher> mesher) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(mesher));
  }

 private:
  const MeshOptions& options_;
  const LatticeBox crop_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<BlockMesher>> free_;
};

DensityGaussian Prepare(const GaussianSource& source, size_t i, const MeshOptions& options,
                        DensityGaussian*) {
  return PrepareDensity(source, i, options);
}
OrientedGaussian Prepare(const GaussianSource& source, size_t i, const MeshOptions& options,
                         OrientedGaussian*) {
  return PrepareOriented(source, i, options);
}
void Evaluate(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
              const LatticePoint& origin, const MeshOptions& options, BlockField* field) {
  EvaluateDensity(gaussians, list, origin, static_cast<float>(options.iso_level), field);
}
void Evaluate(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
              const LatticePoint& origin, const MeshOptions& options, BlockField* field) {
  EvaluateOriented(gaussians, list, origin, static_cast<float>(options.min_weight), field);
}

/// One extraction, a group of layers at a time.
template <typename Record>
class Extraction {
 public:
  Extraction(const GaussianSource& source, const MeshOptions& options, MeshSink* sink)
      : source_(source), options_(options), stitcher_(options.min_component, sink), meshers_(options) {}

  MeshReport Run(const MeshProgress& progress) {
    Stopwatch watch;
    index_ = IndexLayers(source_, options_);
    watch.AddTo(&report_.index_s);
    for (size_t layer = 0; layer < index_.layer_count();) {
      const size_t end = GroupEnd(layer);
      MeshGroup(layer, end);
      layer = end;
      if (progress) {
        progress(static_cast<double>(index_.begin[end]) / static_cast<double>(index_.begin.back()));
      }
    }
    Stopwatch last;
    stitcher_.Finish();
    last.AddTo(&report_.stitch_s);
    FillCounts();
    return report_;
  }

 private:
  /// As many layers as fit into the group's share of memory, one at least.
  size_t GroupEnd(size_t begin) const {
    const int64_t bytes_each = sizeof(Record) + 4 * sizeof(uint32_t);
    const int64_t limit = std::min(kMaxGroupBytes, options_.max_memory_bytes / kGroupShare);
    size_t end = begin + 1;
    while (options_.batch_blocks == 0 && end < index_.layer_count() &&
           static_cast<int64_t>(index_.begin[end + 1] - index_.begin[begin]) * bytes_each <= limit) {
      ++end;
    }
    return end;
  }

  void MeshGroup(size_t begin, size_t end) {
    Stopwatch watch;
    const uint64_t first = index_.begin[begin];
    records_.resize(index_.begin[end] - first);
    ParallelFor(static_cast<int64_t>(records_.size()), kRecordGrain, [&](int64_t from, int64_t to) {
      for (auto i = static_cast<size_t>(from); i < static_cast<size_t>(to); ++i) {
        records_[i] = Prepare(source_, index_.gaussians[first + i], options_, static_cast<Record*>(nullptr));
      }
    });
    std::vector<BlockLayer> layers(end - begin);
    ParallelFor(static_cast<int64_t>(layers.size()), 1, [&](int64_t from, int64_t to) {
      for (auto i = static_cast<size_t>(from); i < static_cast<size_t>(to); ++i) {
        const int32_t x = index_.first_layer + static_cast<int32_t>(begin + i);
        layers[i] = MakeBlockLayer(Records(begin + i, first), x, options_.block_size);
      }
    });
    watch.AddTo(&report_.grid_s);
    for (size_t i = 0; i < layers.size(); ++i) {
      report_.blocks += static_cast<int64_t>(layers[i].blocks.size());
      std::vector<BlockMesh> meshes = MeshLayer(Records(begin + i, first), layers[i]);
      watch.AddTo(&report_.field_s);
      report_.surface_blocks += static_cast<int64_t>(meshes.size());
      layers[i] = {};
      const int32_t x = index_.first_layer + static_cast<int32_t>(begin + i);
      if (!meshes.empty()) stitcher_.AddLayer(x, std::move(meshes));
      watch.AddTo(&report_.stitch_s);
    }
  }

  std::span<const Record> Records(size_t layer, uint64_t first) const {
    return std::span<const Record>(records_).subspan(index_.begin[layer] - first,
                                                     index_.begin[layer + 1] - index_.begin[layer]);
  }

  std::vector<BlockMesh> MeshLayer(std::span<const Record> records, const BlockLayer& layer) {
    std::vector<BlockMesh> meshes(layer.blocks.size());
    const auto count = static_cast<int64_t>(meshes.size());
    const int64_t at_once = options_.batch_blocks > 0 ? options_.batch_blocks : count;
    for (int64_t first = 0; first < count; first += at_once) {
      ParallelFor(std::min(at_once, count - first), kBlockGrain, [&](int64_t from, int64_t to) {
        std::unique_ptr<BlockMesher> mesher = meshers_.Take();
        for (auto b = static_cast<size_t>(first + from); b < static_cast<size_t>(first + to); ++b) {
          MeshBlock(records, layer.List(b), layer.blocks[b], mesher.get(), &meshes[b]);
        }
        meshers_.Return(std::move(mesher));
      });
    }
    std::erase_if(meshes, [](const BlockMesh& mesh) { return mesh.IsEmpty(); });
    return meshes;
  }

  void MeshBlock(std::span<const Record> records, std::span<const uint32_t> list, const BlockIndex& block,
                 BlockMesher* mesher, BlockMesh* mesh) const {
    const int32_t size = options_.block_size;
    const LatticePoint origin = {block.x * size, block.y * size, block.z * size};
    BlockField& field = mesher->field();
    Evaluate(records, list, origin, options_, &field);
    if (!mesher->FindSurface(block, mesh)) return;
    EvaluateAttributes(records, list, origin, mesher->wanted_rows(), &field);
    mesher->FinishVertices(mesh);
  }

  void FillCounts() {
    report_.gaussians = static_cast<int64_t>(source_.cloud->size());
    report_.unusable_gaussians = index_.unusable_gaussians;
    report_.used_gaussians = index_.used_gaussians;
    report_.vertices = stitcher_.vertices();
    report_.triangles = stitcher_.triangles();
    report_.components = stitcher_.components();
    report_.removed_components = stitcher_.removed_components();
    report_.removed_triangles = stitcher_.removed_triangles();
  }

  const GaussianSource& source_;
  const MeshOptions& options_;
  BlockStitcher stitcher_;
  MesherPool meshers_;
  LayerIndex index_;
  std::vector<Record> records_;  // of the group's layers, one after the other
  MeshReport report_;
};

}  // namespace

MeshReport ExtractMesh(const GaussianSource& source, const MeshOptions& options, MeshSink* sink,
                       const MeshProgress& progress) {
  Check(options);
  if (options.surface == Surface::kDensity) {
    return Extraction<DensityGaussian>(source, options, sink).Run(progress);
  }
  return Extraction<OrientedGaussian>(source, options, sink).Run(progress);
}

}  // namespace isogs
