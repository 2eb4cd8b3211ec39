// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/camera/free_space.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <utility>

#include "shared/core/parallel.h"

namespace isogs::synthetic {
namespace {

constexpr double kCell_m = 0.1;
constexpr double kEnough_m = 0.8;  // clearance beyond which a place is no better

bool IsIndoors(const FloorPlan& plan, double x, double y) {
  const auto contains = [&](const FloorRect& rect) { return rect.Contains(x, y); };
  return std::ranges::any_of(plan.rooms, contains) ||
         std::ranges::any_of(plan.doors, [&](const Door& door) { return contains(door.opening); });
}

}  // namespace

FreeSpace::FreeSpace(const Scene& scene, const Obstacles& obstacles, double clearance_m) {
  double x1 = 0.0, y1 = 0.0;
  for (const FloorRect& room : scene.plan.rooms) {
    x1 = std::max(x1, room.x1);
    y1 = std::max(y1, room.y1);
  }
  columns_ = static_cast<size_t>(x1 / kCell_m) + 1;
  rows_ = static_cast<size_t>(y1 / kCell_m) + 1;
  clearance_m_.assign(columns_ * rows_, 0.0);
  ParallelFor(static_cast<int64_t>(clearance_m_.size()), 64, [&](int64_t begin, int64_t end) {
    for (size_t cell = static_cast<size_t>(begin); cell < static_cast<size_t>(end); ++cell) {
      const FloorPoint point = PointOf(cell);
      if (!IsIndoors(scene.plan, point.x(), point.y())) continue;
      double least = kEnough_m;
      for (const double z : {kLowest_m, 0.5 * (kLowest_m + kHighest_m), kHighest_m})
        least = std::min(least, obstacles.Clearance({point.x(), point.y(), z}, least));
      if (least >= clearance_m) clearance_m_[cell] = least;
    }
  });
  KeepLargestPart();
  for (size_t cell = 0; cell < clearance_m_.size(); ++cell)
    if (clearance_m_[cell] > 0.0) places_.push_back(PointOf(cell));
}

FloorPoint FreeSpace::PointOf(size_t cell) const {
  const size_t column = cell % columns_, row = cell / columns_;
  return {(static_cast<double>(column) + 0.5) * kCell_m, (static_cast<double>(row) + 0.5) * kCell_m};
}

size_t FreeSpace::CellOf(const FloorPoint& point) const {
  const auto index = [](double at, size_t count) {
    return std::min(static_cast<size_t>(std::max(0.0, at / kCell_m)), count - 1);
  };
  return index(point.y(), rows_) * columns_ + index(point.x(), columns_);
}

template <typename Body>
void FreeSpace::ForNeighbors(size_t cell, const Body& body) const {
  const auto column = static_cast<int64_t>(cell % columns_), row = static_cast<int64_t>(cell / columns_);
  for (int64_t j = std::max<int64_t>(row - 1, 0); j <= std::min(row + 1, static_cast<int64_t>(rows_) - 1);
       ++j) {
    for (int64_t i = std::max<int64_t>(column - 1, 0);
         i <= std::min(column + 1, static_cast<int64_t>(columns_) - 1); ++i) {
      const size_t neighbor = static_cast<size_t>(j) * columns_ + static_cast<size_t>(i);
      if (neighbor != cell && clearance_m_[neighbor] > 0.0)
        body(neighbor, i != column && j != row ? std::sqrt(2.0) * kCell_m : kCell_m);
    }
  }
}

void FreeSpace::KeepLargestPart() {
  std::vector<int> part_of(clearance_m_.size(), -1);
  std::vector<size_t> sizes;
  for (size_t seed = 0; seed < part_of.size(); ++seed) {
    if (clearance_m_[seed] == 0.0 || part_of[seed] >= 0) continue;
    const int part = static_cast<int>(sizes.size());
    std::vector<size_t> open = {seed};
    part_of[seed] = part;
    sizes.push_back(0);
    while (!open.empty()) {
      const size_t cell = open.back();
      open.pop_back();
      ++sizes.back();
      ForNeighbors(cell, [&](size_t neighbor, double) {
        if (part_of[neighbor] < 0) open.push_back(neighbor);
        part_of[neighbor] = part;
      });
    }
  }
  const int largest = static_cast<int>(std::ranges::max_element(sizes) - sizes.begin());
  for (size_t cell = 0; cell < part_of.size(); ++cell)
    if (part_of[cell] != largest) clearance_m_[cell] = 0.0;
}

FloorPoint FreeSpace::NearestTo(const FloorPoint& point) const {
  return *std::ranges::min_element(places_, {},
                                   [&](const FloorPoint& place) { return (place - point).squaredNorm(); });
}

/// Dijkstra; a metre close to things costs more than one in the open.
std::vector<FloorPoint> FreeSpace::FindWay(const FloorPoint& from, const FloorPoint& to) const {
  const size_t start = CellOf(from), goal = CellOf(to);
  std::vector<double> cost(clearance_m_.size(), std::numeric_limits<double>::infinity());
  std::vector<size_t> before(clearance_m_.size(), start);
  using Entry = std::pair<double, size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  cost[start] = 0.0;
  open.push({0.0, start});
  while (!open.empty() && open.top().second != goal) {
    const double so_far = open.top().first;
    const size_t cell = open.top().second;
    open.pop();
    if (so_far > cost[cell]) continue;
    ForNeighbors(cell, [&](size_t neighbor, double length) {
      const double next = so_far + length * (0.5 + 0.5 * kEnough_m / clearance_m_[neighbor]);
      if (next >= cost[neighbor]) return;
      cost[neighbor] = next;
      before[neighbor] = cell;
      open.push({next, neighbor});
    });
  }
  std::vector<FloorPoint> way;
  if (std::isinf(cost[goal])) return way;
  for (size_t cell = goal; cell != start; cell = before[cell]) way.push_back(PointOf(cell));
  way.push_back(PointOf(start));
  std::ranges::reverse(way);
  return way;
}

}  // namespace isogs::synthetic
