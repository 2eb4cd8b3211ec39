// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/splat_tiles.h"

#include <algorithm>
#include <numeric>

#include "shared/core/parallel.h"
#include "slam/rendering/tile_reach.h"

namespace isogs {
namespace {

using splat::kTileSize;
using splat::Splat;

constexpr int64_t kGaussiansAPiece = 4096;

void ProjectVisible(const GaussianView& map, const RenderCamera& camera, float min_alpha, SplatTiles* tiles) {
  struct Piece {
    std::vector<int32_t> gaussians;
    std::vector<Splat> splats;
  };
  std::vector<Piece> pieces(PieceCount(map.count, kGaussiansAPiece));
  ParallelFor(map.count, kGaussiansAPiece, [&](int64_t begin, int64_t end) {
    Piece& piece = pieces[begin / kGaussiansAPiece];
    for (int64_t i = begin; i < end; ++i) {
      Splat splat;
      if (!Project(splat::LoadGaussian(map, i), camera, min_alpha, &splat)) continue;
      piece.gaussians.push_back(static_cast<int32_t>(i));
      piece.splats.push_back(splat);
    }
  });
  for (const Piece& piece : pieces) {
    tiles->gaussians.insert(tiles->gaussians.end(), piece.gaussians.begin(), piece.gaussians.end());
    tiles->splats.insert(tiles->splats.end(), piece.splats.begin(), piece.splats.end());
  }
}

std::vector<int32_t> NearestFirst(const std::vector<Splat>& splats) {
  std::vector<int32_t> order(splats.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int32_t a, int32_t b) { return splats[a].depth < splats[b].depth; });
  return order;
}

/// Calls `visit(tile)` for the tiles in which the splat reaches a pixel.
template <typename Visitor>
void VisitTiles(const Splat& splat, const RenderCamera& camera, int tiles_u, Visitor visit) {
  const splat::TileBox box = TilesAround(splat, camera);
  for (int row = box.first_row; row <= box.last_row; ++row) {
    for (int col = box.first_col; col <= box.last_col; ++col) {
      if (ReachesTile(splat, camera, col, row)) visit(static_cast<int64_t>(row) * tiles_u + col);
    }
  }
}

/// Counting sort: the splats, met nearest first, fall into their tiles in that order.
void SortIntoTiles(const RenderCamera& camera, SplatTiles* tiles) {
  const std::vector<int32_t> order = NearestFirst(tiles->splats);
  std::vector<int64_t>& begin = tiles->tile_begin;
  begin.assign(tiles->tile_count() + 1, 0);
  for (const Splat& splat : tiles->splats) {
    VisitTiles(splat, camera, tiles->tiles_u, [&](int64_t tile) { ++begin[tile + 1]; });
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  tiles->tile_splats.resize(begin.back());
  std::vector<int64_t> next(begin.begin(), begin.end() - 1);
  for (const int32_t s : order) {
    VisitTiles(tiles->splats[s], camera, tiles->tiles_u,
               [&](int64_t tile) { tiles->tile_splats[next[tile]++] = s; });
  }
}

}  // namespace

SplatTiles MakeSplatTiles(const GaussianView& map, const RenderCamera& camera, const RenderOptions& options) {
  SplatTiles tiles;
  tiles.tiles_u = (camera.width + kTileSize - 1) / kTileSize;
  tiles.tiles_v = (camera.height + kTileSize - 1) / kTileSize;
  ProjectVisible(map, camera, options.min_alpha, &tiles);
  SortIntoTiles(camera, &tiles);
  return tiles;
}

}  // namespace isogs
