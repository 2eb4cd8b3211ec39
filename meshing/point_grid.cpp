// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/point_grid.h"

#include <oneapi/tbb/parallel_sort.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 14;
constexpr uint32_t kEmpty = 0xffffffff;
constexpr int kAxisBits = 21;
constexpr int64_t kAxisOffset = 1 << (kAxisBits - 1);
constexpr uint64_t kAxisMask = (uint64_t{1} << kAxisBits) - 1;

/// Cells that are 2^21 apart share a key; their points are far from each other, and told apart by distance.
uint64_t PackCell(int64_t x, int64_t y, int64_t z) {
  const auto pack = [](int64_t i) { return static_cast<uint64_t>(i + kAxisOffset) & kAxisMask; };
  return pack(x) << 2 * kAxisBits | pack(y) << kAxisBits | pack(z);
}

uint64_t CellOf(const float* point, double cell_m) {
  int64_t index[3];
  for (int k = 0; k < 3; ++k) {
    index[k] = static_cast<int64_t>(std::floor(std::clamp(point[k] / cell_m, -1e15, 1e15)));
  }
  return PackCell(index[0], index[1], index[2]);
}

size_t HashOf(uint64_t key) { return static_cast<size_t>(key * 0x9e3779b97f4a7c15u >> 20); }

}  // namespace

PointGrid::PointGrid(std::span<const float> points, std::span<const uint8_t> skipped, double cell_m) {
  std::vector<std::pair<Key, uint32_t>> entries;
  entries.reserve(skipped.size());
  for (size_t i = 0; i < skipped.size(); ++i) {
    if (skipped[i] == 0) entries.emplace_back(0, static_cast<uint32_t>(i));
  }
  ParallelFor(static_cast<int64_t>(entries.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      entries[i].first = CellOf(&points[3 * size_t{entries[i].second}], cell_m);
    }
  });
  oneapi::tbb::parallel_sort(entries.begin(), entries.end());  // no two are equal: one order
  order_.resize(entries.size());
  for (size_t i = 0; i < entries.size(); ++i) {
    order_[i] = entries[i].second;
    if (i == 0 || entries[i].first != entries[i - 1].first) {
      keys_.push_back(entries[i].first);
      begin_.push_back(i);
    }
  }
  begin_.push_back(entries.size());
  table_.assign(std::bit_ceil(2 * keys_.size() + 1), kEmpty);
  for (size_t cell = 0; cell < keys_.size(); ++cell) {
    size_t at = HashOf(keys_[cell]) & (table_.size() - 1);
    while (table_[at] != kEmpty) at = (at + 1) & (table_.size() - 1);
    table_[at] = static_cast<uint32_t>(cell);
  }
}

size_t PointGrid::Find(Key key) const {
  size_t at = HashOf(key) & (table_.size() - 1);
  while (table_[at] != kEmpty && keys_[table_[at]] != key) at = (at + 1) & (table_.size() - 1);
  return table_[at] == kEmpty ? cell_count() : table_[at];
}

void PointGrid::Neighborhood(size_t cell, int reach, std::vector<uint32_t>* near) const {
  const Key key = keys_[cell];
  const auto unpack = [&](int shift) { return static_cast<int64_t>(key >> shift & kAxisMask) - kAxisOffset; };
  const int64_t x = unpack(2 * kAxisBits), y = unpack(kAxisBits), z = unpack(0);
  near->clear();
  for (int64_t dx = -reach; dx <= reach; ++dx) {
    for (int64_t dy = -reach; dy <= reach; ++dy) {
      for (int64_t dz = -reach; dz <= reach; ++dz) {
        const size_t other = Find(PackCell(x + dx, y + dy, z + dz));
        if (other == cell_count()) continue;
        const std::span<const uint32_t> points = Cell(other);
        near->insert(near->end(), points.begin(), points.end());
      }
    }
  }
}

}  // namespace isogs
