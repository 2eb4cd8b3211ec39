// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

// Per-target include guard, see Highway's foreach_target.h.
#if defined(ISOGS_RENDERING_CPU_TILE_PLANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ISOGS_RENDERING_CPU_TILE_PLANES_INL_H_
#undef ISOGS_RENDERING_CPU_TILE_PLANES_INL_H_
#else
#define ISOGS_RENDERING_CPU_TILE_PLANES_INL_H_
#endif

#include <hwy/highway.h>

#include <algorithm>

#include "slam/rendering/cpu/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// A tile's window of an image plane [H,W], in rows; `columns` x `rows` of its pixels lie in the image.
struct PlaneWindow {
  ptrdiff_t first;  // pixel of the plane
  ptrdiff_t width;
  int columns, rows;

  PlaneWindow(const View& view, const Tile& tile)
      : first(ptrdiff_t{tile.y} * view.camera.width + tile.x),
        width(view.camera.width),
        columns(std::min(kTileSize, view.camera.width - tile.x)),
        rows(std::min(kTileSize, view.camera.height - tile.y)) {}
  bool is_whole() const { return columns == kTileSize && rows == kTileSize; }
};

/// Where row `y` of the blocks that hold it begins in [blocks, pixels], `block_stride` floats a block.
constexpr int RowOfBlocks(int y, int block_stride) {
  return y / kBlockSize * kBlocksAcross * block_stride + y % kBlockSize * kBlockSize;
}

/// Copies the tile's pixels of a plane into blocks, zero outside of the image.
HWY_INLINE void PlaneToBlocks(const PlaneWindow& window, const float* plane, int block_stride,
                              float* blocks) {
  const hn::FixedTag<float, kBlockSize> d;
  plane += window.first;
  if (HWY_LIKELY(window.is_whole())) {
    for (int y = 0; y < kTileSize; ++y) {
      float* out = blocks + RowOfBlocks(y, block_stride);
      for (int i = 0; i < kBlocksAcross; ++i) {
        hn::Store(hn::LoadU(d, plane + y * window.width + i * kBlockSize), d, out + i * block_stride);
      }
    }
    return;
  }
  for (int y = 0; y < kTileSize; ++y) {
    for (int x = 0; x < kTileSize; ++x) {
      const bool inside = x < window.columns && y < window.rows;
      float* out = blocks + RowOfBlocks(y, block_stride) + x / kBlockSize * block_stride + x % kBlockSize;
      *out = inside ? plane[y * window.width + x] : 0.0f;
    }
  }
}

/// Copies blocks into the tile's pixels of a plane.
HWY_INLINE void BlocksToPlane(const PlaneWindow& window, const float* blocks, int block_stride,
                              float* plane) {
  const hn::FixedTag<float, kBlockSize> d;
  plane += window.first;
  if (HWY_LIKELY(window.is_whole())) {
    for (int y = 0; y < kTileSize; ++y) {
      const float* in = blocks + RowOfBlocks(y, block_stride);
      for (int i = 0; i < kBlocksAcross; ++i) {
        hn::StoreU(hn::Load(d, in + i * block_stride), d, plane + y * window.width + i * kBlockSize);
      }
    }
    return;
  }
  for (int y = 0; y < window.rows; ++y) {
    for (int x = 0; x < window.columns; ++x) {
      plane[y * window.width + x] =
          blocks[RowOfBlocks(y, block_stride) + x / kBlockSize * block_stride + x % kBlockSize];
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
