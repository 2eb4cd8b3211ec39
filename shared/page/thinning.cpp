// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/page/thinning.h"

#include <algorithm>
#include <cmath>

namespace isogs {
namespace {

/// Appends what is kept of points [begin, end).
void KeepExtremes(const std::vector<PlotPoint>& points, size_t begin, size_t end,
                  std::vector<PlotPoint>* kept) {
  size_t low = end, high = end, gap = end;
  for (size_t i = begin; i < end; ++i) {
    if (!std::isfinite(points[i].y)) {
      gap = i;
      continue;
    }
    if (low == end || points[i].y < points[low].y) low = i;
    if (high == end || points[i].y > points[high].y) high = i;
  }
  std::vector<size_t> chosen = {low, high, gap};
  std::ranges::sort(chosen);
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  for (const size_t i : chosen) {
    if (i < end) kept->push_back(points[i]);
  }
}

}  // namespace

std::vector<PlotPoint> ThinnedCurve(const std::vector<PlotPoint>& points, size_t columns) {
  if (points.size() <= 2 * columns) return points;
  const double first = points.front().x, range = points.back().x - first;
  const auto column_of = [&](const PlotPoint& point) {
    return range > 0.0 ? std::floor(static_cast<double>(columns) * (point.x - first) / range) : 0.0;
  };
  std::vector<PlotPoint> kept;
  for (size_t begin = 0, end = 0; begin < points.size(); begin = end) {
    while (end < points.size() && column_of(points[end]) == column_of(points[begin])) ++end;
    KeepExtremes(points, begin, end, &kept);
  }
  return kept;
}

std::vector<PlotPoint> ThinnedWay(const std::vector<PlotPoint>& points, double distance) {
  std::vector<PlotPoint> kept;
  for (size_t i = 0; i < points.size(); ++i) {
    const PlotPoint& point = points[i];
    if (!kept.empty() && i + 1 < points.size() &&
        std::hypot(point.x - kept.back().x, point.y - kept.back().y) < distance) {
      continue;
    }
    kept.push_back(point);
  }
  return kept;
}

}  // namespace isogs
