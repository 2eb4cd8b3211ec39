// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "datasets/synthetic/camera/obstacles.h"

namespace isogs::synthetic {

using FloorPoint = Eigen::Vector2d;

/// Where a camera can be carried at eye height, as cells of 10 cm.
class FreeSpace {
 public:
  /// Heights between which the camera stays [m].
  static constexpr double kLowest_m = 1.2, kHighest_m = 1.6;

  /// Free: nothing is closer than `clearance_m`. Of places that are not joined only the largest is kept.
  FreeSpace(const Scene& scene, const Obstacles& obstacles, double clearance_m);

  const std::vector<FloorPoint>& places() const { return places_; }
  FloorPoint NearestTo(const FloorPoint& point) const;
  /// The cheapest way between two places, away from things where it can; empty where there is none.
  std::vector<FloorPoint> FindWay(const FloorPoint& from, const FloorPoint& to) const;

 private:
  size_t CellOf(const FloorPoint& point) const;
  FloorPoint PointOf(size_t cell) const;
  void KeepLargestPart();
  template <typename Body>
  void ForNeighbors(size_t cell, const Body& body) const;

  size_t columns_ = 0, rows_ = 0;
  std::vector<double> clearance_m_;  // of cells; 0: not free
  std::vector<FloorPoint> places_;
};

}  // namespace isogs::synthetic
