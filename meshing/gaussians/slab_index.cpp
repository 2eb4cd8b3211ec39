// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/gaussians/slab_index.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <string>

#include "shared/core/error.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kMaxLayers = 1'000'000;
constexpr int64_t kMaxPieces = 32;
constexpr int64_t kMinGrain = 1 << 14;

/// What a piece of the Gaussians needs to know of layers.
struct PieceLayers {
  int32_t first = std::numeric_limits<int32_t>::max();
  int32_t last = std::numeric_limits<int32_t>::min();
  int64_t used = 0, unusable = 0;
  double lists = 0.0;
  std::vector<FarGaussian> far;
};

/// The layer of each Gaussian of a piece, and those that it reaches.
void FindLayers(const GaussianKernels& kernels, int log2_size, int64_t begin, int64_t end,
                std::vector<int32_t>* slabs, PieceLayers* piece) {
  for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
    int32_t cell_x;
    const LatticeBox reach = kernels.Reach(i, &cell_x);
    (*slabs)[i] = SlabIndex::kNowhere;
    if (reach.IsEmpty()) {
      piece->unusable += IsUsable(*kernels.source.cloud, i) ? 0 : 1;
      continue;
    }
    ++piece->used;
    double blocks = 1.0;
    BlockRange ranges[3];
    for (size_t k = 0; k < 3; ++k) {
      ranges[k] = BlocksOf(reach.low[k], reach.high[k], log2_size);
      blocks *= ranges[k].last - ranges[k].first + 1.0;
    }
    piece->lists += blocks;
    piece->first = std::min(piece->first, ranges[0].first);
    piece->last = std::max(piece->last, ranges[0].last);
    const int32_t own = cell_x >> log2_size;
    if (ranges[0].first <= own + 1 && ranges[0].last >= own - 1) (*slabs)[i] = own;
    if (ranges[0].first < own - 1 || ranges[0].last > own + 1) {
      piece->far.push_back({static_cast<uint32_t>(i), own, ranges[0].first, ranges[0].last});
    }
  }
}

void CheckLayerCount(int64_t layers, const MeshOptions& options) {
  if (layers <= kMaxLayers) return;
  const double extent_m = static_cast<double>(layers) * options.block_size * options.voxel_size_m;
  throw UsageError("voxel size " + std::to_string(options.voxel_size_m) + " m: the map is " +
                   std::to_string(extent_m) + " m long, " + std::to_string(layers) +
                   " layers of blocks, expected at most " + std::to_string(kMaxLayers) +
                   "; use --crop or a larger --voxel-size");
}

/// Sums up the pieces; the first and the last layer of all.
std::pair<int64_t, int64_t> Join(const std::vector<PieceLayers>& pieces, SlabIndex* index) {
  int64_t first = std::numeric_limits<int32_t>::max(), last = std::numeric_limits<int32_t>::min();
  for (const PieceLayers& piece : pieces) {
    index->used_gaussians += piece.used;
    index->unusable_gaussians += piece.unusable;
    index->max_lists += piece.lists;
    first = std::min<int64_t>(first, piece.first);
    last = std::max<int64_t>(last, piece.last);
    index->far.insert(index->far.end(), piece.far.begin(), piece.far.end());
  }
  return {first, last};
}

}  // namespace

SlabIndex IndexSlabs(const GaussianKernels& kernels, const MeshOptions& options) {
  const auto count = static_cast<int64_t>(kernels.source.cloud->size());
  SlabIndex index;
  index.grain = std::max(kMinGrain, (count + kMaxPieces - 1) / kMaxPieces);
  index.slabs.resize(static_cast<size_t>(count));
  std::vector<PieceLayers> pieces(static_cast<size_t>(PieceCount(count, index.grain)));
  ParallelFor(count, index.grain, [&](int64_t begin, int64_t end) {
    FindLayers(kernels, Log2(options.block_size), begin, end, &index.slabs,
               &pieces[static_cast<size_t>(begin / index.grain)]);
  });
  const auto [first, last] = Join(pieces, &index);
  if (index.used_gaussians == 0 ||
      index.max_lists > kMaxListsOverBlocks * static_cast<double>(options.max_blocks)) {
    return index;
  }
  CheckLayerCount(last - first + 1, options);
  index.first_layer = static_cast<int32_t>(first);
  index.layer_count = static_cast<size_t>(last - first + 1);
  for (FarGaussian& far : index.far) {
    for (int32_t* layer : {&far.layer, &far.first, &far.last}) *layer -= index.first_layer;
  }
  index.counts.resize(pieces.size());
  ParallelFor(count, index.grain, [&](int64_t begin, int64_t end) {
    std::vector<uint32_t>& counts = index.counts[static_cast<size_t>(begin / index.grain)];
    counts.assign(index.slab_count(), 0);
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      int32_t& slab = index.slabs[i];
      if (slab == SlabIndex::kNowhere) continue;
      slab -= index.first_layer;
      ++counts[static_cast<size_t>(slab + 1)];
    }
  });
  return index;
}

}  // namespace isogs
