// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/volume_grid.h"

#include <algorithm>
#include <cmath>

#include "shared/core/error.h"

namespace isogs {
namespace {

/// Volumes of 4.0 x 4.0 x 3.0 m do not get a layer more by rounding.
constexpr double kRounding = 1e-6;

double SideOf(const PrerenderConfig& options, size_t axis) {
  return (*options.volume_dims)[axis] + 2.0 * options.padding;
}

double LongestSide(const PrerenderConfig& options, const MapBounds& bounds) {
  double longest = 0.0;
  for (size_t k = 0; k < 3; ++k) {
    const double side =
        options.volume_dims ? SideOf(options, k) : bounds.high_m[k] - bounds.low_m[k] + 2.0 * options.padding;
    longest = std::max(longest, side);
  }
  return longest;
}

}  // namespace

std::array<size_t, 3> VolumeGrid::Cells() const {
  std::array<size_t, 3> cells;
  for (size_t k = 0; k < 3; ++k) cells[k] = static_cast<size_t>(int64_t{box.high[k]} - box.low[k] + 1);
  return cells;
}

std::array<double, 3> VolumeGrid::OriginM() const {
  std::array<double, 3> origin;
  for (size_t k = 0; k < 3; ++k) origin[k] = box.low[k] * spacing_m;
  return origin;
}

std::array<size_t, 3> CellsOf(const PrerenderConfig& options) {
  const auto most = static_cast<size_t>(options.voxel_size);
  std::array<size_t, 3> cells = {most, most, most};
  if (!options.volume_dims) return cells;
  const double spacing = LongestSide(options, {}) / options.voxel_size;
  for (size_t k = 0; k < 3; ++k) {
    const double count = std::ceil(SideOf(options, k) / spacing - kRounding);
    cells[k] = std::clamp<size_t>(static_cast<size_t>(std::max(count, 1.0)), 1, most);
  }
  return cells;
}

VolumeGrid PlaceVolume(const PrerenderConfig& options, const MapBounds& bounds, const std::string& source) {
  VolumeGrid grid;
  grid.spacing_m = LongestSide(options, bounds) / options.voxel_size;
  if (!(grid.spacing_m > 1e-9)) throw Error(source + ": all of it is in one place; say --volume-dims X Y Z");
  const std::array<size_t, 3> cells = CellsOf(options);
  for (size_t k = 0; k < 3; ++k) {
    const double center = options.center ? (*options.center)[k] : 0.5 * (bounds.low_m[k] + bounds.high_m[k]);
    const double low = std::nearbyint(center / grid.spacing_m - 0.5 * (static_cast<double>(cells[k]) - 1.0));
    if (!(std::abs(low) < 0.5 * kLatticeLimit))
      throw Error(source +
                  ": the volume is too far from the world's origin for its cells; say --center X Y Z");
    grid.box.low[k] = static_cast<int32_t>(low);
    grid.box.high[k] = grid.box.low[k] + static_cast<int32_t>(cells[k]) - 1;
  }
  return grid;
}

}  // namespace isogs
