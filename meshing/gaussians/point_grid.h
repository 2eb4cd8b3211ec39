// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
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
  /// All points, cell by cell, and the first of a cell in it.
  std::span<const uint32_t> order() const { return order_; }
  uint32_t begin(size_t cell) const { return static_cast<uint32_t>(begin_[cell]); }
  /// Replaces `near` by the parts of order() that hold the points of all cells at most `reach` away on each
  /// axis: always in the same order.
  void Neighborhood(size_t cell, int reach, std::vector<std::pair<uint32_t, uint32_t>>* near) const;

 private:
  using Key = uint64_t;

  /// Number of the column (cells of one x and y) of that key; columns_.size() if there is none.
  size_t FindColumn(Key column) const;

  std::vector<uint32_t> order_;
  std::vector<size_t> begin_;
  std::vector<Key> keys_;          // of the cells, ascending
  std::vector<uint32_t> columns_;  // [columns + 1] their first cells
  std::vector<uint32_t> table_;    // open addressing: a column, or kEmpty
};

}  // namespace isogs
