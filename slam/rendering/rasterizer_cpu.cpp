// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/rasterizer_cpu.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>
#include <vector>

#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "slam/rendering/chunk_bounds.h"
#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/tile_scratch.h"
#include "slam/rendering/cpu/tile_sort.h"

namespace isogs {
namespace {

using cpu::SplatBatch;
using cpu::Tile;
using cpu::TileEntry;
using Vector6 = Eigen::Matrix<double, 6, 1>;

constexpr int64_t kChunksAPiece = 8;  // culled as one piece of work
constexpr uint32_t kMinBatchSplats = 2048;
constexpr uint32_t kMaxBatches = 64;      // bounds the table of instances by batch and tile
constexpr float kLowestMinAlpha = 1e-6f;  // keeps 2^x of what is not skipped within floats

/// Makes room for `count` elements; what was there may be lost. Never shrinks, so that a steady state
/// allocates nothing.
template <typename T>
void Reserve(size_t count, std::vector<T>* buffer) {
  if (buffer->size() < count) {
    buffer->clear();
    buffer->resize(count + count / 4);
  }
}

struct ThreadMemory {
  cpu::SortScratch sort;
  cpu::TileScratch tile;
};

struct alignas(64) TileState {
  float values[cpu::kStateChannels * cpu::kTilePixels];
};

struct alignas(64) GradientRow {
  float values[column::kStride];
};

cpu::View MakeView(const RenderCamera& camera, const RenderOptions& options) {
  cpu::View view;
  view.camera = camera;
  view.limit_x = cpu::kFieldOfViewMargin * 0.5f * static_cast<float>(camera.width) / camera.fx;
  view.limit_y = cpu::kFieldOfViewMargin * 0.5f * static_cast<float>(camera.height) / camera.fy;
  view.min_alpha = std::max(options.min_alpha, kLowestMinAlpha);
  view.log2_min_alpha = std::log2(view.min_alpha);
  view.tiles_x = (camera.width + cpu::kTileSize - 1) / cpu::kTileSize;
  view.tiles_y = (camera.height + cpu::kTileSize - 1) / cpu::kTileSize;
  return view;
}

class CpuRasterizer : public Rasterizer {
 public:
  void Render(const GaussianView& map, const RenderCamera& camera, const RenderOptions& options,
              float* planes) override;
  std::span<const int32_t> VisibleGaussians() const override { return {gaussians_.data(), visible_count_}; }
  GradientRows Backward(const float* plane_gradients) override;
  Vector6 BackwardPose(const float* plane_gradients) override;
  PoseSystem LinearizePose(const PoseResiduals& residuals) override;

 private:
  /// Has the map looked at in the chunks that may be seen.
  void FindChunks();
  void Cull();
  void MakeBatches();
  void Project();
  void NumberSplatsAndInstances();
  void SortIntoTiles();
  void SumOverPixels(const float* plane_gradients);
  Tile TileAt(int64_t index);
  uint32_t* TileCounts(size_t batch) { return tile_counts_.data() + batch * tile_counts_stride_; }
  int64_t batch_count() const { return static_cast<int64_t>(batch_count_); }

  cpu::PaddedMap map_;
  cpu::View view_;
  std::vector<int32_t> seen_chunks_;
  std::vector<uint16_t> visible_bits_;      // [groups]
  std::vector<uint32_t> chunk_candidates_;  // [chunks]
  std::vector<SplatBatch> batches_;         // the first batch_count_ count; the others keep their memory
  size_t batch_count_ = 0;
  std::vector<cpu::Splat> splats_;  // batch after batch, with gaps
  std::vector<int32_t> gaussians_;  // [V]
  size_t visible_count_ = 0;
  std::vector<uint32_t> tile_counts_;  // [batches, stride]: instances; then where the next one goes
  size_t tile_counts_stride_ = 0;
  std::vector<uint32_t> tile_begins_;  // [tiles + 1] into entries_
  std::vector<TileEntry> entries_;
  std::vector<TileState> tile_states_;
  std::vector<cpu::InstanceSums> sums_;  // [instances]
  std::vector<GradientRow> rows_;        // [V]
  std::vector<double> partial_sums_;
  oneapi::tbb::enumerable_thread_specific<ThreadMemory> thread_memory_;
};

void CpuRasterizer::FindChunks() {
  if (map_.view.bounds == nullptr) return;
  const ChunkView seen = MakeChunkView(view_.camera, view_.min_alpha);
  seen_chunks_.clear();
  for (int64_t chunk = 0; chunk < ChunkCount(map_.view.count); ++chunk) {
    if (MayBeSeen(map_.view.bounds[chunk], seen)) seen_chunks_.push_back(static_cast<int32_t>(chunk));
  }
  map_.LookAt(seen_chunks_);
}

void CpuRasterizer::Cull() {
  const int64_t groups = map_.group_count();
  const int64_t chunks = PieceCount(groups, cpu::kGroupsAChunk);
  Reserve(static_cast<size_t>(groups), &visible_bits_);
  Reserve(static_cast<size_t>(chunks), &chunk_candidates_);
  ParallelFor(chunks, kChunksAPiece, [&](int64_t begin, int64_t end) {
    for (int64_t chunk = begin; chunk < end; ++chunk) {
      const int64_t first = chunk * cpu::kGroupsAChunk;
      const int64_t last = std::min(first + cpu::kGroupsAChunk, groups);
      chunk_candidates_[chunk] = CullGroups(map_, view_, first, last, visible_bits_.data());
    }
  });
}

/// Cuts the map where enough candidates have come together, so that batches take about the same time however
/// few of the Gaussians are in view.
void CpuRasterizer::MakeBatches() {
  const int64_t chunks = PieceCount(map_.group_count(), cpu::kGroupsAChunk);
  size_t candidates = 0;
  for (int64_t chunk = 0; chunk < chunks; ++chunk) candidates += chunk_candidates_[chunk];
  const auto batch_size =
      std::max<uint32_t>(kMinBatchSplats, static_cast<uint32_t>(candidates / kMaxBatches));
  Reserve(candidates, &splats_);
  batch_count_ = 0;
  uint32_t first_splat = 0, count = 0;
  for (int64_t chunk = 0, first = 0; chunk < chunks; ++chunk) {
    count += chunk_candidates_[chunk];
    if (count < batch_size && chunk + 1 < chunks) continue;
    if (batch_count_ == batches_.size()) batches_.emplace_back();
    SplatBatch& batch = batches_[batch_count_++];
    batch.first_chunk = first;
    batch.last_chunk = first = chunk + 1;
    batch.first_splat = first_splat;
    first_splat += count;
    count = 0;
  }
}

void CpuRasterizer::Project() {
  tile_counts_stride_ =
      static_cast<size_t>(view_.tile_count()) + static_cast<size_t>(TileCountPadding(view_));
  Reserve(batch_count_ * tile_counts_stride_, &tile_counts_);
  ParallelFor(batch_count(), 1, [&](int64_t b, int64_t) {
    std::fill_n(TileCounts(b), tile_counts_stride_, 0u);
    ProjectBatch(map_, view_, visible_bits_.data(), visible_bits_.data(), &batches_[b], splats_.data(),
                 TileCounts(b));
  });
}

/// Turns counts into places, batch after batch within each tile: a tile's entries come in the order of the
/// Gaussians.
void CpuRasterizer::NumberSplatsAndInstances() {
  uint32_t splats = 0, instances = 0;
  for (size_t b = 0; b < batch_count_; ++b) {
    batches_[b].first_row = splats;
    batches_[b].first_instance = instances;
    splats += batches_[b].splat_count;
    instances += batches_[b].instance_count;
  }
  visible_count_ = splats;
  Reserve(splats, &gaussians_);
  Reserve(instances, &entries_);

  const auto tiles = static_cast<size_t>(view_.tile_count());
  Reserve(tiles + 1, &tile_begins_);
  uint32_t place = 0;
  for (size_t tile = 0; tile < tiles; ++tile) {
    tile_begins_[tile] = place;
    for (size_t b = 0; b < batch_count_; ++b) {
      uint32_t& count = TileCounts(b)[tile];
      place += std::exchange(count, place);
    }
  }
  tile_begins_[tiles] = place;
}

void CpuRasterizer::SortIntoTiles() {
  ParallelFor(batch_count(), 1, [&](int64_t b, int64_t) {
    const SplatBatch& batch = batches_[b];
    uint32_t* next = TileCounts(b);
    uint32_t i = 0;
    for (uint32_t s = batch.first_splat; s < batch.first_splat + batch.splat_count; ++s) {
      const cpu::Splat& splat = splats_[s];
      gaussians_[batch.first_row + s - batch.first_splat] = splat.gaussian;
      // Depths are positive: their bits are in the order of their values.
      const auto depth_key = std::bit_cast<uint32_t>(splat.z);
      for (const uint32_t end = i + splat.instance_count; i < end; ++i) {
        const cpu::Instance& instance = batch.instances[i];
        entries_[next[instance.tile]++] = {depth_key, s, batch.first_instance + i, instance.blocks};
      }
    }
  });
}

Tile CpuRasterizer::TileAt(int64_t index) {
  Tile tile;
  tile.x = static_cast<int>(index % view_.tiles_x) * cpu::kTileSize;
  tile.y = static_cast<int>(index / view_.tiles_x) * cpu::kTileSize;
  tile.entries = {entries_.data() + tile_begins_[index], entries_.data() + tile_begins_[index + 1]};
  tile.state = tile_states_[index].values;
  return tile;
}

void CpuRasterizer::Render(const GaussianView& map, const RenderCamera& camera, const RenderOptions& options,
                           float* planes) {
  map_ = cpu::PaddedMap(map);
  view_ = MakeView(camera, options);
  FindChunks();
  Cull();
  MakeBatches();
  Project();
  NumberSplatsAndInstances();
  SortIntoTiles();
  Reserve(static_cast<size_t>(view_.tile_count()), &tile_states_);
  ParallelFor(view_.tile_count(), 1, [&](int64_t index, int64_t) {
    ThreadMemory& memory = thread_memory_.local();
    const Tile tile = TileAt(index);
    SortByDepth(tile.entries, &memory.sort);
    RenderTile(view_, splats_.data(), tile, &memory.tile, planes);
  });
}

void CpuRasterizer::SumOverPixels(const float* plane_gradients) {
  const size_t instances = tile_begins_[view_.tile_count()];
  Reserve(instances, &sums_);
  ParallelFor(view_.tile_count(), 1, [&](int64_t index, int64_t) {
    BackwardTile(view_, splats_.data(), TileAt(index), plane_gradients, &thread_memory_.local().tile,
                 sums_.data());
  });
}

GradientRows CpuRasterizer::Backward(const float* plane_gradients) {
  SumOverPixels(plane_gradients);
  Reserve(visible_count_ + 1, &rows_);  // one at least, so that its values have an address
  ParallelFor(batch_count(), 1, [&](int64_t b, int64_t) {
    BackwardBatch(map_, view_, visible_bits_.data(), batches_[b], splats_.data(), sums_.data(),
                  rows_.data()->values);
  });
  return {static_cast<int64_t>(visible_count_), gaussians_.data(), rows_.data()->values};
}

Vector6 CpuRasterizer::BackwardPose(const float* plane_gradients) {
  SumOverPixels(plane_gradients);
  Reserve(batch_count_ * 6, &partial_sums_);
  ParallelFor(batch_count(), 1, [&](int64_t b, int64_t) {
    BackwardBatchPose(map_, view_, visible_bits_.data(), batches_[b], splats_.data(), sums_.data(),
                      partial_sums_.data() + 6 * b);
  });
  Vector6 gradient = Vector6::Zero();
  for (size_t b = 0; b < batch_count_; ++b)
    gradient += Eigen::Map<const Vector6>(partial_sums_.data() + 6 * b);
  return gradient;
}

PoseSystem CpuRasterizer::LinearizePose(const PoseResiduals& residuals) {
  Reserve(static_cast<size_t>(view_.tile_count()) * cpu::kPoseSums, &partial_sums_);
  ParallelFor(view_.tile_count(), 1, [&](int64_t index, int64_t) {
    LinearizeTile(view_, splats_.data(), TileAt(index), residuals, &thread_memory_.local().tile,
                  partial_sums_.data() + index * cpu::kPoseSums);
  });
  double sums[cpu::kPoseSums] = {};
  for (int64_t index = 0; index < view_.tile_count(); ++index) {
    for (int i = 0; i < cpu::kPoseSums; ++i) sums[i] += partial_sums_[index * cpu::kPoseSums + i];
  }
  PoseSystem system;
  const double* next = sums;
  for (int row = 0; row < 6; ++row) {
    for (int col = row; col < 6; ++col) system.hessian(row, col) = system.hessian(col, row) = *next++;
  }
  for (int row = 0; row < 6; ++row) system.gradient(row) = *next++;
  return system;
}

}  // namespace

std::unique_ptr<Rasterizer> MakeCpuRasterizer() {
  if (!cpu::IsSimdSupported()) {
    throw Error(
        "device: 'cpu' needs a processor with SSE4.2, AVX2 or AVX-512 (NEON on ARM); use cpu_reference");
  }
  return std::make_unique<CpuRasterizer>();
}

std::string CpuRasterizerSimdTarget() { return cpu::SimdTargetName(); }

}  // namespace isogs
