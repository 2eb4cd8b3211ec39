// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/surface/light_map.h"

#include <algorithm>
#include <cmath>

namespace isogs::synthetic {
namespace {

constexpr float kInset_m = 0.002f;

int TexelsAlong(float size_m, double texel_m) {
  return std::clamp(static_cast<int>(std::ceil(size_m / texel_m)) + 1, 2, 1024);
}

}  // namespace

LightMap::LightMap(const SceneMesh& mesh, double texel_m) {
  size_t count = 0;
  for (const Patch& patch : mesh.patches) {
    Grid grid;
    grid.first = count;
    grid.columns = TexelsAlong(patch.size_u_m, texel_m);
    grid.rows = TexelsAlong(patch.size_v_m, texel_m);
    grid.size_u_m = patch.size_u_m;
    grid.size_v_m = patch.size_v_m;
    grid.per_u = static_cast<float>(grid.columns - 1) / patch.size_u_m;
    grid.per_v = static_cast<float>(grid.rows - 1) / patch.size_v_m;
    count += static_cast<size_t>(grid.columns) * static_cast<size_t>(grid.rows);
    patch_of_texel_.resize(count, static_cast<uint32_t>(grids_.size()));
    grids_.push_back(grid);
  }
  values_.resize(count);
}

Color LightMap::At(uint32_t patch, float u_m, float v_m) const {
  const Grid& grid = grids_[patch];
  const float x = std::clamp(u_m * grid.per_u, 0.0f, static_cast<float>(grid.columns - 1));
  const float y = std::clamp(v_m * grid.per_v, 0.0f, static_cast<float>(grid.rows - 1));
  const int i = std::min(static_cast<int>(x), grid.columns - 2),
            j = std::min(static_cast<int>(y), grid.rows - 2);
  const float fx = x - static_cast<float>(i), fy = y - static_cast<float>(j);
  const Color* const a = &values_[grid.first + static_cast<size_t>(j * grid.columns + i)];
  const Color* const b = a + grid.columns;
  Color color;
  for (size_t c = 0; c < 3; ++c) {
    const float low = a[0][c] + (a[1][c] - a[0][c]) * fx, high = b[0][c] + (b[1][c] - b[0][c]) * fx;
    color[c] = low + (high - low) * fy;
  }
  return color;
}

Color LightMap::Nearest(uint32_t patch, float u_m, float v_m) const {
  const Grid& grid = grids_[patch];
  const int i = std::clamp(static_cast<int>(std::lround(u_m * grid.per_u)), 0, grid.columns - 1);
  const int j = std::clamp(static_cast<int>(std::lround(v_m * grid.per_v)), 0, grid.rows - 1);
  return values_[grid.first + static_cast<size_t>(j * grid.columns + i)];
}

Eigen::Vector2f LightMap::PlaceOf(size_t texel) const {
  const Grid& grid = grids_[patch_of_texel_[texel]];
  const int index = static_cast<int>(texel - grid.first), column = index % grid.columns,
            row = index / grid.columns;
  const auto inside = [](float at, float size) {
    const float inset = std::min(kInset_m, 0.25f * size);
    return std::clamp(at, inset, size - inset);
  };
  return {inside(static_cast<float>(column) / grid.per_u, grid.size_u_m),
          inside(static_cast<float>(row) / grid.per_v, grid.size_v_m)};
}

int LightMap::NeighborsOf(size_t texel, std::array<size_t, 8>& neighbors) const {
  const Grid& grid = grids_[patch_of_texel_[texel]];
  const int index = static_cast<int>(texel - grid.first), column = index % grid.columns,
            row = index / grid.columns;
  size_t count = 0;
  for (int j = std::max(row - 1, 0); j <= std::min(row + 1, grid.rows - 1); ++j) {
    for (int i = std::max(column - 1, 0); i <= std::min(column + 1, grid.columns - 1); ++i) {
      if (i != column || j != row)
        neighbors[count++] = grid.first + static_cast<size_t>(j * grid.columns + i);
    }
  }
  return static_cast<int>(count);
}

}  // namespace isogs::synthetic
