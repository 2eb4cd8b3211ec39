// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/mesh_extractor.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "meshing/blocks/block_grid.h"
#include "meshing/blocks/block_meshing.h"
#include "meshing/blocks/block_stitcher.h"
#include "meshing/gaussians/slab_records.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

// Of records, and of what is read of the cloud at a time: more makes nothing faster; and their share of the
// memory.
constexpr int64_t kMaxRecordBytes = 128 << 20, kMaxItemBytes = 256 << 20;
constexpr int64_t kRecordShare = 8, kItemShare = 8;

int64_t RecordBytes(const MeshOptions& options) {
  return std::min(kMaxRecordBytes, options.max_memory_bytes / kRecordShare);
}
int64_t ItemBytes(const MeshOptions& options) {
  return std::min(kMaxItemBytes, options.max_memory_bytes / kItemShare);
}

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

/// How many blocks there would be: counted at a voxel size at which they are few, as their number goes with
/// the surface's area.
template <typename Record>
double EstimateBlocks(const GaussianSource& source, MeshOptions options) {
  constexpr double kMaxLists = 2e7;
  double factor = 1.0;
  SlabIndex index;
  options.max_blocks = static_cast<int64_t>(kMaxLists / 100.0);
  while (index = IndexSlabs({source, options}, options), index.max_lists > kMaxLists) {
    options.voxel_size_m *= 2.0;
    factor *= 4.0;
  }
  double blocks = 0.0;
  const GaussianKernels kernels(source, options);
  SlabRecords<Record> records(kernels, index, ItemBytes(options));
  for (size_t layer = 0; layer < index.layer_count; ++layer) {
    records.Advance(layer, layer + 1);
    const int32_t x = index.first_layer + static_cast<int32_t>(layer);
    const auto grid = MakeBlockLayer(records.records(), records.Runs(layer), x, options.block_size);
    blocks += static_cast<double>(grid.blocks.size());
  }
  return factor * blocks;
}

/// One extraction, a group of layers at a time.
template <typename Record>
class Extraction : private LayerReceiver {
 public:
  Extraction(const GaussianSource& source, const MeshOptions& options, MeshSink* sink)
      : kernels_(source, options),
        options_(options),
        stitcher_(options.min_component, sink),
        meshing_(MakeBlockMeshing<Record>(options)) {}

  MeshReport Run(const MeshProgress& progress) {
    watch_ = {};
    index_ = IndexSlabs(kernels_, options_);
    watch_.AddTo(&report_.index_s);
    if (index_.layer_count == 0 && index_.used_gaussians > 0) ThrowTooManyBlocks();
    SlabRecords<Record> records(kernels_, index_, ItemBytes(options_));
    for (size_t layer = 0; layer < index_.layer_count;) {
      const size_t end = GroupEnd(records, layer);
      MeshGroup(layer, end, &records);
      layer = end;
      if (progress) progress(static_cast<double>(end) / static_cast<double>(index_.layer_count));
    }
    stitcher_.Finish();
    watch_.AddTo(&report_.stitch_s);
    FillCounts();
    return report_;
  }

 private:
  /// As many layers as fit into the records' share of memory, one at least.
  size_t GroupEnd(const SlabRecords<Record>& records, size_t begin) const {
    const auto limit = static_cast<uint64_t>(RecordBytes(options_)) / (sizeof(Record) + 8 * sizeof(uint32_t));
    size_t end = begin + 1;
    uint64_t load = records.Load(begin);
    while (options_.batch_blocks == 0 && end < index_.layer_count && load + records.Load(end) <= limit) {
      load += records.Load(end++);
    }
    return end;
  }

  void MeshGroup(size_t begin, size_t end, SlabRecords<Record>* records) {
    records->Advance(begin, end);
    std::vector<LayerRuns> layers;
    for (size_t layer = begin; layer < end; ++layer) layers.push_back(records->Runs(layer));
    meshing_->SetRecords(records->records());
    meshing_->MeshLayers(layers, index_.first_layer + static_cast<int32_t>(begin), nullptr, this);
  }

  void TakeBlockCount(int64_t blocks) override {
    watch_.AddTo(&report_.grid_s);
    report_.blocks += blocks;
    if (report_.blocks > options_.max_blocks) ThrowTooManyBlocks();
  }

  void TakeMeshes(int32_t x, std::vector<BlockMesh> meshes) override {
    watch_.AddTo(&report_.field_s);
    report_.surface_blocks += static_cast<int64_t>(meshes.size());
    if (!meshes.empty()) stitcher_.AddLayer(x, std::move(meshes));
    watch_.AddTo(&report_.stitch_s);
  }

  [[noreturn]] void ThrowTooManyBlocks() const {
    const double blocks = EstimateBlocks<Record>(kernels_.source, options_);
    const double allowed = static_cast<double>(options_.max_blocks);
    if (blocks <= allowed) {  // the estimate was too low
      throw UsageError(
          fmt::format("--voxel-size {}: makes more blocks than the {} that --max-blocks allows; "
                      "use a larger one",
                      options_.voxel_size_m, options_.max_blocks));
    }
    throw UsageError(
        fmt::format("--voxel-size {}: would make about {:.3g} blocks, expected at most {} (--max-blocks); "
                    "use {:.2g} or more",
                    options_.voxel_size_m, blocks, options_.max_blocks,
                    options_.voxel_size_m * std::sqrt(blocks / allowed) * 1.05));
  }

  void FillCounts() {
    report_.gaussians = static_cast<int64_t>(kernels_.source.cloud->size());
    report_.unusable_gaussians = index_.unusable_gaussians;
    report_.used_gaussians = index_.used_gaussians;
    report_.vertices = stitcher_.vertices();
    report_.triangles = stitcher_.triangles();
    report_.components = stitcher_.components();
    report_.removed_components = stitcher_.removed_components();
    report_.removed_triangles = stitcher_.removed_triangles();
  }

  const GaussianKernels kernels_;
  const MeshOptions& options_;
  BlockStitcher stitcher_;
  std::unique_ptr<BlockMeshing<Record>> meshing_;
  SlabIndex index_;
  MeshReport report_;
  Stopwatch watch_;  // since the last stage
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
