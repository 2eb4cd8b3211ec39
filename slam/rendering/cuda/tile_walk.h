// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/cuda/kernel.h"
#include "slam/rendering/cuda/tile_kernels.h"

namespace isogs::cuda {

/// Alpha of the splat in a pixel.
struct PixelAlpha {
  splat::PixelOffset at;
  float alpha;
  bool bounded;  // by kMaxAlpha: no derivative to place, shape and opacity
};

__device__ inline PixelAlpha AlphaAt(const splat::Splat& splat, float u, float v) {
  const splat::PixelOffset at = OffsetFrom(splat, u, v);
  const float unbounded = splat.opacity * FastExp(-0.5f * Exponent(splat, at));
  return {at, splat::BoundedAlpha(unbounded), unbounded > splat::kMaxAlpha};
}

/// A thread's pixel in the block's tile. A warp has 8x4 pixels, so that many splats miss it as a whole.
struct TilePixel {
  static constexpr int kColumns = 8;
  static constexpr int kRows = 4;

  int u, v;
  int warp_u, warp_v;  // first pixel of the warp
  bool in_image;
  int in_tile;  // row by row, 0..255

  __device__ static TilePixel OfThread(const RenderCamera& camera) {
    const int thread = static_cast<int>(threadIdx.x);
    const int warp = thread / kWarpSize, lane = thread % kWarpSize;
    constexpr int kWarpsARow = splat::kTileSize / kColumns;
    const int tile_u = static_cast<int>(blockIdx.x) * splat::kTileSize;
    const int tile_v = static_cast<int>(blockIdx.y) * splat::kTileSize;
    TilePixel p;
    p.warp_u = tile_u + warp % kWarpsARow * kColumns;
    p.warp_v = tile_v + warp / kWarpsARow * kRows;
    p.u = p.warp_u + lane % kColumns;
    p.v = p.warp_v + lane / kColumns;
    p.in_image = p.u < camera.width && p.v < camera.height;
    p.in_tile = (p.v - tile_v) * splat::kTileSize + p.u - tile_u;
    return p;
  }
};

/// Walks the splats of the block's tile, nearest first, with all its threads, a pixel each; a block is a
/// tile. Calls `at_bucket(bucket, transmittance)` before each bucket that the pixel begins, and
/// `visit(record, alpha, transmittance)` for each splat that it blends. Returns the place in the list where
/// the pixel's walk ended. `batch` is shared memory [256]; `walks`: whether the pixel takes part.
template <typename AtBucket, typename Visit>
__device__ inline int WalkTile(const SplatLists& lists, const TilePixel& pixel, bool walks,
                               SplatRecord* batch, const AtBucket& at_bucket, const Visit& visit) {
  const int tile = static_cast<int>(blockIdx.y) * lists.tiles_u + static_cast<int>(blockIdx.x);
  const uint32_t first = lists.tile_begin[tile];
  const int count = static_cast<int>(lists.tile_begin[tile + 1] - first);
  const int thread = static_cast<int>(threadIdx.x), lane = thread % kWarpSize;
  const float u = static_cast<float>(pixel.u), v = static_cast<float>(pixel.v);
  const float warp_u = static_cast<float>(pixel.warp_u), warp_v = static_cast<float>(pixel.warp_v);
  float transmittance = 1.0f;
  bool done = !walks;
  int stop = walks ? count : 0;
  for (int begin = 0; begin < count; begin += kTilePixels) {
    if (__syncthreads_count(done) == kTilePixels) break;
    if (begin + thread < count) batch[thread] = lists.splats[lists.tile_splats[first + begin + thread]];
    __syncthreads();
    const int in_batch = count - begin < kTilePixels ? count - begin : kTilePixels;
    for (int bucket = 0; bucket < in_batch; bucket += kBucketSize) {
      if (__all_sync(kWholeWarp, done)) break;
      if (!done) at_bucket((begin + bucket) / kBucketSize, transmittance);
      bool reaches = false;
      if (bucket + lane < in_batch) {
        const splat::Splat& splat = batch[bucket + lane].splat;
        reaches = SmallestExponent(splat, warp_u, warp_v, warp_u + (TilePixel::kColumns - 1),
                                   warp_v + (TilePixel::kRows - 1)) <= splat.max_q;
      }
      for (uint32_t rest = __ballot_sync(kWholeWarp, reaches); rest != 0; rest &= rest - 1) {
        if (done) continue;
        const int in_bucket = __ffs(rest) - 1;
        const SplatRecord& record = batch[bucket + in_bucket];
        const PixelAlpha alpha = AlphaAt(record.splat, u, v);
        if (!(alpha.alpha >= lists.min_alpha)) continue;
        const float behind = transmittance * (1.0f - alpha.alpha);
        if (behind < splat::kMinTransmittance) {
          done = true;
          stop = begin + bucket + in_bucket;
          continue;
        }
        visit(record, alpha, transmittance);
        transmittance = behind;
      }
    }
  }
  return stop;
}

}  // namespace isogs::cuda
