// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/gaussians/point_grid.h"

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

uint64_t ColumnOf(uint64_t key) { return key >> kAxisBits; }

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
  for (size_t cell = 0; cell < keys_.size(); ++cell) {
    if (cell > 0 && ColumnOf(keys_[cell]) == ColumnOf(keys_[cell - 1])) continue;
    columns_.push_back(static_cast<uint32_t>(cell));
  }
  table_.assign(std::bit_ceil(2 * columns_.size() + 1), kEmpty);
  for (size_t column = 0; column < columns_.size(); ++column) {
    size_t at = HashOf(ColumnOf(keys_[columns_[column]])) & (table_.size() - 1);
    while (table_[at] != kEmpty) at = (at + 1) & (table_.size() - 1);
    table_[at] = static_cast<uint32_t>(column);
  }
  columns_.push_back(static_cast<uint32_t>(keys_.size()));
}

size_t PointGrid::FindColumn(Key column) const {
  size_t at = HashOf(column) & (table_.size() - 1);
  while (table_[at] != kEmpty && ColumnOf(keys_[columns_[table_[at]]]) != column) {
    at = (at + 1) & (table_.size() - 1);
  }
  return table_[at] == kEmpty ? columns_.size() : table_[at];
}

void PointGrid::Neighborhood(size_t cell, int reach, std::vector<std::pair<uint32_t, uint32_t>>* near) const {
  const Key key = keys_[cell];
  const auto unpack = [&](int shift) { return static_cast<int64_t>(key >> shift & kAxisMask) - kAxisOffset; };
  const int64_t x = unpack(2 * kAxisBits), y = unpack(kAxisBits), z = unpack(0);
  near->clear();
  for (int64_t dx = -reach; dx <= reach; ++dx) {
    for (int64_t dy = -reach; dy <= reach; ++dy) {
      const Key low = PackCell(x + dx, y + dy, z - reach), high = PackCell(x + dx, y + dy, z + reach);
      const size_t column = FindColumn(ColumnOf(low));
      if (column == columns_.size()) continue;
      const auto first = keys_.begin() + columns_[column], last = keys_.begin() + columns_[column + 1];
      const auto from = std::lower_bound(first, last, low) - keys_.begin();
      const auto to = std::upper_bound(first, last, high) - keys_.begin();
      if (from < to) near->emplace_back(begin(static_cast<size_t>(from)), begin(static_cast<size_t>(to)));
    }
  }
}

}  // namespace isogs
