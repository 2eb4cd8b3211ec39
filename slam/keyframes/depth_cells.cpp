// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/keyframes/depth_cells.h"

#include <algorithm>

namespace isogs {
namespace {

DepthRange RangeOf(const Image<float>& depth_m, int cell_x, int cell_y) {
  const int x_end = std::min((cell_x + 1) * kHiddenCell, depth_m.width());
  const int y_end = std::min((cell_y + 1) * kHiddenCell, depth_m.height());
  DepthRange range;
  int pixels = 0;
  for (int y = cell_y * kHiddenCell; y < y_end; ++y) {
    for (int x = cell_x * kHiddenCell; x < x_end; ++x) {
      const float z = depth_m.at(y, x);
      ++pixels;
      if (!(z > 0.0f)) continue;
      range.nearest_m = range.measured == 0 ? z : std::min(range.nearest_m, z);
      range.farthest_m = std::max(range.farthest_m, z);
      ++range.measured;
    }
  }
  if (2 * range.measured < pixels) range.nearest_m = range.farthest_m = 0.0f;
  return range;
}

}  // namespace

DepthCells MakeDepthCells(const Image<float>& depth_m) {
  DepthCells cells{HiddenCells(depth_m.width(), depth_m.height()), {}};
  cells.ranges.reserve(static_cast<size_t>(cells.grid.count()));
  for (int y = 0; y < cells.grid.down; ++y) {
    for (int x = 0; x < cells.grid.across; ++x) cells.ranges.push_back(RangeOf(depth_m, x, y));
  }
  return cells;
}

int64_t CountHidden(const DepthCells& cells, std::span<const uint8_t> hidden) {
  int64_t count = 0;
  for (size_t i = 0; i < hidden.size(); ++i) count += hidden[i] != 0 ? cells.ranges[i].measured : 0;
  return count;
}

}  // namespace isogs
