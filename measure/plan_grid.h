// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace isogs {

using PlanTriangle = std::array<Eigen::Vector2d, 3>;

/// Cells over the plan of a room, each with bits of what was found there.
class PlanGrid {
 public:
  /// Throws Error if the cells are too many.
  PlanGrid(const Eigen::Vector2d& low_m, const Eigen::Vector2d& high_m, double cell_m);

  /// Sets the bit in the cells whose middles lie in the triangle: areas come out right on average.
  void FillMiddles(const PlanTriangle& triangle, uint8_t bit);
  /// Sets the bit in the cells along its edges: nothing passes between them.
  void FillEdges(const PlanTriangle& triangle, uint8_t bit);

  /// Sets `bit` in the regions of cells without any of the bits `solid` that do not reach the border and are
  /// not larger than `most_m2`.
  void FillGaps(uint8_t solid, uint8_t bit, double most_m2);

  const std::vector<uint8_t>& cells() const { return cells_; }
  double cell_area_m2() const { return cell_m_ * cell_m_; }

 private:
  size_t Index(int64_t x, int64_t y) const { return static_cast<size_t>(y * width_ + x); }
  std::vector<size_t> Region(size_t start, uint8_t solid, std::vector<bool>* seen, bool* open) const;

  Eigen::Vector2d low_m_;
  double cell_m_;
  int64_t width_ = 0;
  int64_t height_ = 0;
  std::vector<uint8_t> cells_;
};

}  // namespace isogs
