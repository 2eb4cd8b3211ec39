// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "measure/plan_grid.h"

#include <algorithm>
#include <cmath>

#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr int64_t kMostSide = 50'000;  // cells
constexpr int64_t kMostCells = 400'000'000;
constexpr double kEdgeStep = 0.5;  // of a cell

double Cross(const Eigen::Vector2d& a, const Eigen::Vector2d& b) { return a.x() * b.y() - a.y() * b.x(); }

/// Whether a point lies in a triangle, whichever way it goes round. Points on an edge belong to both sides.
bool Contains(const PlanTriangle& triangle, const Eigen::Vector2d& point) {
  int left = 0, right = 0;
  for (size_t k = 0; k < 3; ++k) {
    const double side = Cross(triangle[(k + 1) % 3] - triangle[k], point - triangle[k]);
    left += side > 0.0;
    right += side < 0.0;
  }
  return left == 0 || right == 0;
}

}  // namespace

PlanGrid::PlanGrid(const Eigen::Vector2d& low_m, const Eigen::Vector2d& high_m, double cell_m)
    : low_m_(low_m - Eigen::Vector2d::Constant(2.0 * cell_m)), cell_m_(cell_m) {
  const Eigen::Vector2d sides = (high_m - low_m) / cell_m;
  if (!(sides.maxCoeff() < kMostSide) || (sides.x() + 4.0) * (sides.y() + 4.0) > kMostCells)
    throw Error("the mesh is too large to measure its floor, expected at most a kilometre");
  width_ = static_cast<int64_t>(sides.x()) + 5;
  height_ = static_cast<int64_t>(sides.y()) + 5;
  cells_.resize(static_cast<size_t>(width_ * height_));
}

void PlanGrid::FillMiddles(const PlanTriangle& triangle, uint8_t bit) {
  const Eigen::Vector2d half = Eigen::Vector2d::Constant(0.5);
  const Eigen::Vector2d low =
      (triangle[0].cwiseMin(triangle[1]).cwiseMin(triangle[2]) - low_m_) / cell_m_ - half;
  const Eigen::Vector2d high =
      (triangle[0].cwiseMax(triangle[1]).cwiseMax(triangle[2]) - low_m_) / cell_m_ - half;
  const auto begin_x = std::max<int64_t>(0, static_cast<int64_t>(std::ceil(low.x())));
  const auto begin_y = std::max<int64_t>(0, static_cast<int64_t>(std::ceil(low.y())));
  const auto last_x = std::min(width_ - 1, static_cast<int64_t>(std::floor(high.x())));
  const auto last_y = std::min(height_ - 1, static_cast<int64_t>(std::floor(high.y())));
  for (int64_t y = begin_y; y <= last_y; ++y) {
    for (int64_t x = begin_x; x <= last_x; ++x) {
      uint8_t& cell = cells_[Index(x, y)];
      if ((cell & bit) != 0) continue;
      const Eigen::Vector2d middle(static_cast<double>(x) + 0.5, static_cast<double>(y) + 0.5);
      if (Contains(triangle, low_m_ + cell_m_ * middle)) cell |= bit;
    }
  }
}

void PlanGrid::FillEdges(const PlanTriangle& triangle, uint8_t bit) {
  for (size_t k = 0; k < 3; ++k) {
    const Eigen::Vector2d from = (triangle[k] - low_m_) / cell_m_,
                          to = (triangle[(k + 1) % 3] - low_m_) / cell_m_;
    const auto steps = static_cast<int64_t>((to - from).norm() / kEdgeStep) + 1;
    for (int64_t i = 0; i <= steps; ++i) {
      const Eigen::Vector2d at = from + (to - from) * (static_cast<double>(i) / static_cast<double>(steps));
      const auto x = static_cast<int64_t>(at.x()), y = static_cast<int64_t>(at.y());
      if (x >= 0 && y >= 0 && x < width_ && y < height_) cells_[Index(x, y)] |= bit;
    }
  }
}

std::vector<size_t> PlanGrid::Region(size_t start, uint8_t solid, std::vector<bool>* seen, bool* open) const {
  std::vector<size_t> region = {start};
  (*seen)[start] = true;
  for (size_t next = 0; next < region.size(); ++next) {
    const auto x = static_cast<int64_t>(region[next]) % width_,
               y = static_cast<int64_t>(region[next]) / width_;
    const std::array<std::array<int64_t, 2>, 4> around = {{{x - 1, y}, {x + 1, y}, {x, y - 1}, {x, y + 1}}};
    for (const auto& [u, v] : around) {
      if (u < 0 || v < 0 || u >= width_ || v >= height_) {
        *open = true;
        continue;
      }
      const size_t cell = Index(u, v);
      if ((*seen)[cell] || (cells_[cell] & solid) != 0) continue;
      (*seen)[cell] = true;
      region.push_back(cell);
    }
  }
  return region;
}

void PlanGrid::FillGaps(uint8_t solid, uint8_t bit, double most_m2) {
  std::vector<bool> seen(cells_.size(), false);
  for (size_t start = 0; start < cells_.size(); ++start) {
    if (seen[start] || (cells_[start] & solid) != 0) continue;
    bool open = false;
    const std::vector<size_t> region = Region(start, solid, &seen, &open);
    if (open || static_cast<double>(region.size()) * cell_area_m2() > most_m2) continue;
    for (const size_t cell : region) cells_[cell] |= bit;
  }
}

}  // namespace isogs
