// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "slam/rendering/rasterizer.h"
#include "slam/rendering/rasterizer_math.h"

namespace isogs {

/// The map projected to an image and sorted into tiles of kTileSize x kTileSize pixels.
struct SplatTiles {
  int tiles_u = 0;
  int tiles_v = 0;
  std::vector<int32_t> gaussians;    // [V] ascending: the Gaussians that reach the image
  std::vector<splat::Splat> splats;  // [V] their splats
  std::vector<int64_t> tile_begin;   // [tiles + 1] into tile_splats
  std::vector<int32_t> tile_splats;  // splats of each tile, nearest first (at equal depth by index)

  int64_t tile_count() const { return static_cast<int64_t>(tiles_u) * tiles_v; }
  std::span<const int32_t> SplatsOf(int64_t tile) const {
    return {tile_splats.data() + tile_begin[tile], tile_splats.data() + tile_begin[tile + 1]};
  }
};

SplatTiles MakeSplatTiles(const GaussianView& map, const RenderCamera& camera, const RenderOptions& options);

}  // namespace isogs
