// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/block_grid.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "shared/core/error.h"

namespace isogs {
namespace {

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

template <typename Record>
BlockLayer MakeBlockLayer(std::span<const Record> records, const LayerRuns& runs, int32_t x, int block_size) {
  const int log2_size = Log2(block_size);
  BlockTable table;
  std::vector<uint32_t> counts, slots;
  for (const RecordRun& run : runs) {
    for (uint32_t i = run.begin; i < run.end; ++i) {
      ForBlocks(records[i], x, log2_size, [&](int32_t y, int32_t z) {
        const uint32_t slot = table.Find(y, z);
        if (slot == counts.size()) counts.push_back(0);
        ++counts[slot];
        slots.push_back(slot);
      });
    }
  }
  if (slots.size() > std::numeric_limits<uint32_t>::max()) {
    throw Error("a layer of blocks is reached by Gaussians more than 2^32 times; use a larger voxel size");
  }
  std::vector<uint32_t> order(table.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return std::pair(table.Y(a), table.Z(a)) < std::pair(table.Y(b), table.Z(b));
  });
  BlockLayer layer;
  layer.blocks.reserve(order.size());
  layer.begin.reserve(order.size() + 1);
  uint32_t next = 0;
  std::vector<uint32_t>& cursor = counts;
  for (const uint32_t slot : order) {
    layer.blocks.push_back({x, table.Y(slot), table.Z(slot)});
    layer.begin.push_back(next);
    next += std::exchange(cursor[slot], next);
  }
  layer.begin.push_back(next);
  layer.gaussians.resize(next);
  const uint32_t* slot = slots.data();
  for (const RecordRun& run : runs) {
    for (uint32_t i = run.begin; i < run.end; ++i) {
      ForBlocks(records[i], x, log2_size, [&](int32_t, int32_t) { layer.gaussians[cursor[*slot++]++] = i; });
    }
  }
  return layer;
}

template BlockLayer MakeBlockLayer(std::span<const DensityGaussian>, const LayerRuns&, int32_t, int);
template BlockLayer MakeBlockLayer(std::span<const OrientedGaussian>, const LayerRuns&, int32_t, int);

}  // namespace isogs
