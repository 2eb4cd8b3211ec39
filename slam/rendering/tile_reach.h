// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/rendering/rasterizer_math.h"

/// Which tiles of kTileSize x kTileSize pixels a splat reaches.
namespace isogs::splat {

/// Tiles by column and row, both ends included; empty if first > last.
struct TileBox {
  int first_col, last_col, first_row, last_row;
};

/// The tiles around the pixels that a splat can reach; it need not reach all of them.
ISOGS_HD inline TileBox TilesAround(const Splat& splat, const RenderCamera& camera) {
  const PixelBox box = ReachedPixels(splat, camera.width, camera.height);
  return {box.first_u / kTileSize, box.last_u / kTileSize, box.first_v / kTileSize, box.last_v / kTileSize};
}

/// Whether the splat reaches a pixel of the tile. Exact.
ISOGS_HD inline bool ReachesTile(const Splat& splat, const RenderCamera& camera, int col, int row) {
  const int right = (col + 1) * kTileSize < camera.width ? (col + 1) * kTileSize : camera.width;
  const int bottom = (row + 1) * kTileSize < camera.height ? (row + 1) * kTileSize : camera.height;
  return SmallestExponent(splat, static_cast<float>(col * kTileSize), static_cast<float>(row * kTileSize),
                          static_cast<float>(right - 1), static_cast<float>(bottom - 1)) <= splat.max_q;
}

}  // namespace isogs::splat
