// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/block_grid.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

#include "shared/core/error.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kMaxLayers = 1'000'000;
constexpr double kMaxListsOverBlocks = 100.0;  // a block is in so many Gaussians' reach, usually
constexpr int64_t kMaxPieces = 32;
constexpr int64_t kMinGrain = 1 << 14;

/// Blocks of an axis whose (block_size + 1) points meet low..high. Negative numbers are shifted like others.
struct BlockRange {
  int32_t first, last;
};
BlockRange BlocksOf(int32_t low, int32_t high, int log2_size) {
  return {(low - 1) >> log2_size, high >> log2_size};
}
int Log2(int block_size) { return std::countr_zero(static_cast<unsigned>(block_size)); }

/// What a piece of the Gaussians needs to know of layers.
struct PieceLayers {
  int32_t first = std::numeric_limits<int32_t>::max();
  int32_t last = std::numeric_limits<int32_t>::min();
  int64_t used = 0, unusable = 0;
  double lists = 0.0;
  std::vector<uint64_t> cursor;  // [layers] Gaussians here, then where the next goes
};

constexpr BlockRange kNoLayers = {0, -1};

/// The layers that each Gaussian of a piece may reach.
void FindLayers(const GaussianKernels& kernels, int log2_size, int64_t begin, int64_t end,
                std::vector<BlockRange>* layers, PieceLayers* piece) {
  for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
    const LatticeBox reach = kernels.Reach(i);
    (*layers)[i] = kNoLayers;
    if (reach.IsEmpty()) {
      piece->unusable += IsUsable(*kernels.source.cloud, i) ? 0 : 1;
      continue;
    }
    ++piece->used;
    double blocks = 1.0;
    for (size_t k = 0; k < 3; ++k) {
      const BlockRange range = BlocksOf(reach.low[k], reach.high[k], log2_size);
      blocks *= range.last - range.first + 1.0;
    }
    piece->lists += blocks;
    const BlockRange range = BlocksOf(reach.low[0], reach.high[0], log2_size);
    piece->first = std::min(piece->first, range.first);
    piece->last = std::max(piece->last, range.last);
    (*layers)[i] = range;
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

/// Blocks of one layer by (y, z), in the order in which they are met. Open addressing, linear probing.
class BlockTable {
 public:
  BlockTable() : keys_(kFirstSize), slots_(kFirstSize, kEmpty) {}

  uint32_t Find(int32_t y, int32_t z) {
    const uint64_t key = static_cast<uint64_t>(static_cast<uint32_t>(y)) << 32 | static_cast<uint32_t>(z);
    size_t at = Hash(key);
    while (slots_[at] != kEmpty && keys_[at] != key) at = (at + 1) & (slots_.size() - 1);
    if (slots_[at] == kEmpty) {
      keys_[at] = key;
      slots_[at] = static_cast<uint32_t>(met_.size());
      met_.push_back(key);
      if (2 * met_.size() > slots_.size()) return Grow(), static_cast<uint32_t>(met_.size() - 1);
    }
    return slots_[at];
  }
  size_t size() const { return met_.size(); }
  int32_t Y(size_t slot) const { return static_cast<int32_t>(met_[slot] >> 32); }
  int32_t Z(size_t slot) const { return static_cast<int32_t>(met_[slot] & 0xffffffff); }

 private:
  static constexpr uint32_t kEmpty = 0xffffffff;
  static constexpr size_t kFirstSize = 1024;

  size_t Hash(uint64_t key) const { return (key * 0x9e3779b97f4a7c15u >> 32) & (slots_.size() - 1); }
  void Grow() {
    keys_.assign(2 * keys_.size(), 0);
    slots_.assign(keys_.size(), kEmpty);
    for (size_t slot = 0; slot < met_.size(); ++slot) {
      size_t at = Hash(met_[slot]);
      while (slots_[at] != kEmpty) at = (at + 1) & (slots_.size() - 1);
      keys_[at] = met_[slot];
      slots_[at] = static_cast<uint32_t>(slot);
    }
  }

  std::vector<uint64_t> keys_;
  std::vector<uint32_t> slots_;
  std::vector<uint64_t> met_;
};

/// Calls body(y, z) for the blocks of layer x whose points the Gaussian reaches.
template <typename Body>
void ForBlocks(const PreparedGaussian& gaussian, int32_t x, int log2_size, const Body& body) {
  BlockRange range[3];
  for (size_t k = 0; k < 3; ++k) {
    if (gaussian.size[k] == 0) return;
    range[k] = BlocksOf(gaussian.low[k], gaussian.low[k] + gaussian.size[k] - 1, log2_size);
  }
  if (x < range[0].first || x > range[0].last) return;
  for (int32_t y = range[1].first; y <= range[1].last; ++y) {
    for (int32_t z = range[2].first; z <= range[2].last; ++z) body(y, z);
  }
}

}  // namespace

LayerIndex IndexLayers(const GaussianKernels& kernels, const MeshOptions& options) {
  const auto count = static_cast<int64_t>(kernels.source.cloud->size());
  const int64_t grain = std::max(kMinGrain, (count + kMaxPieces - 1) / kMaxPieces);
  std::vector<PieceLayers> pieces(static_cast<size_t>(PieceCount(count, grain)));
  std::vector<BlockRange> ranges(static_cast<size_t>(count));
  ParallelFor(count, grain, [&](int64_t begin, int64_t end) {
    FindLayers(kernels, Log2(options.block_size), begin, end, &ranges,
               &pieces[static_cast<size_t>(begin / grain)]);
  });
  LayerIndex index;
  int64_t first = std::numeric_limits<int32_t>::max(), last = std::numeric_limits<int32_t>::min();
  for (const PieceLayers& piece : pieces) {
    index.used_gaussians += piece.used;
    index.unusable_gaussians += piece.unusable;
    index.max_lists += piece.lists;
    first = std::min<int64_t>(first, piece.first);
    last = std::max<int64_t>(last, piece.last);
  }
  if (index.used_gaussians == 0 ||
      index.max_lists > kMaxListsOverBlocks * static_cast<double>(options.max_blocks)) {
    return index;
  }
  CheckLayerCount(last - first + 1, options);
  const auto layers = static_cast<size_t>(last - first + 1);
  index.first_layer = static_cast<int32_t>(first);

  ParallelFor(count, grain, [&](int64_t begin, int64_t end) {
    std::vector<uint64_t>& cursor = pieces[static_cast<size_t>(begin / grain)].cursor;
    cursor.assign(layers, 0);
    for (int64_t i = begin; i < end; ++i) {
      const BlockRange range = ranges[static_cast<size_t>(i)];
      for (int32_t x = range.first; x <= range.last; ++x) ++cursor[static_cast<size_t>(x - first)];
    }
  });
  index.begin.assign(layers + 1, 0);
  for (size_t layer = 0; layer < layers; ++layer) {
    uint64_t next = index.begin[layer];
    for (PieceLayers& piece : pieces) next += std::exchange(piece.cursor[layer], next);
    index.begin[layer + 1] = next;
  }
  index.gaussians.resize(index.begin[layers]);
  ParallelFor(count, grain, [&](int64_t begin, int64_t end) {
    std::vector<uint64_t>& cursor = pieces[static_cast<size_t>(begin / grain)].cursor;
    for (int64_t i = begin; i < end; ++i) {
      const BlockRange range = ranges[static_cast<size_t>(i)];
      for (int32_t x = range.first; x <= range.last; ++x) {
        index.gaussians[cursor[static_cast<size_t>(x - first)]++] = static_cast<uint32_t>(i);
      }
    }
  });
  return index;
}

template <typename Record>
BlockLayer MakeBlockLayer(std::span<const Record> records, int32_t x, int block_size) {
  const int log2_size = Log2(block_size);
  BlockTable table;
  std::vector<uint32_t> counts;
  for (const Record& record : records) {
    ForBlocks(record, x, log2_size, [&](int32_t y, int32_t z) {
      const uint32_t slot = table.Find(y, z);
      if (slot == counts.size()) counts.push_back(0);
      ++counts[slot];
    });
  }
  std::vector<uint32_t> order(table.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return std::pair(table.Y(a), table.Z(a)) < std::pair(table.Y(b), table.Z(b));
  });
  BlockLayer layer;
  layer.blocks.reserve(order.size());
  layer.begin.reserve(order.size() + 1);
  uint64_t next = 0;
  std::vector<uint32_t>& cursor = counts;
  for (const uint32_t slot : order) {
    layer.blocks.push_back({x, table.Y(slot), table.Z(slot)});
    layer.begin.push_back(static_cast<uint32_t>(next));
    next += std::exchange(cursor[slot], static_cast<uint32_t>(next));
    if (next > std::numeric_limits<uint32_t>::max()) {
      throw Error("a layer of blocks is reached by Gaussians more than 2^32 times; use a larger voxel size");
    }
  }
  layer.begin.push_back(static_cast<uint32_t>(next));
  layer.gaussians.resize(next);
  for (size_t i = 0; i < records.size(); ++i) {
    ForBlocks(records[i], x, log2_size, [&](int32_t y, int32_t z) {
      layer.gaussians[cursor[table.Find(y, z)]++] = static_cast<uint32_t>(i);
    });
  }
  return layer;
}

template BlockLayer MakeBlockLayer(std::span<const DensityGaussian>, int32_t, int);
template BlockLayer MakeBlockLayer(std::span<const OrientedGaussian>, int32_t, int);

}  // namespace isogs
