// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace isogs {

/// Points sorted into cubic cells, to look at those near a cell.
class PointGrid {
 public:
  /// `points` [N,3] m; those with `skipped` [N] not 0 are left out.
  PointGrid(std::span<const float> points, std::span<const uint8_t> skipped, double cell_m);

  size_t cell_count() const { return begin_.size() - 1; }
  /// The points in a cell, ascending.
  std::span<const uint32_t> Cell(size_t cell) const {
    return std::span(order_).subspan(begin_[cell], begin_[cell + 1] - begin_[cell]);
  }
  /// Replaces `near` by the points of all cells at most `reach` away on each axis: always in the same order.
  void Neighborhood(size_t cell, int reach, std::vector<uint32_t>* near) const;

 private:
  using Key = uint64_t;

  /// Number of the cell of that key; cell_count() if it is empty.
  size_t Find(Key key) const;

  std::vector<uint32_t> order_;
  std::vector<size_t> begin_;
  std::vector<Key> keys_;        // of the cells, ascending
  std::vector<uint32_t> table_;  // open addressing: a cell, or kEmpty
};

}  // namespace isogs
