// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/cuda/kernel.h"
#include "slam/losses/ssim_math.h"

/// Square tiles of planes in shared memory, and the window's sums over them: first across the rows, then down
/// the columns, four pixels a thread. For blocks of kThreads threads in one dimension.
namespace isogs::ssim {

inline constexpr int kTile = 32;
inline constexpr int kThreads = 256;
inline constexpr int kRowsAThread = kTile * kTile / kThreads;
inline constexpr int kHalo = kTile + 2 * kRadius;  // what the windows of a tile's pixels see

using InputTile = float[kHalo][kHalo];
using RowSums = float[kHalo][kTile];  // of windows across the rows

/// Where a thread's pixels are: a column of kRowsAThread in the tile, neighbours in a warp side by side.
struct PixelColumn {
  __device__ PixelColumn()
      : column(static_cast<int>(threadIdx.x) % kTile),
        row(static_cast<int>(threadIdx.x) / kTile * kRowsAThread),
        x(static_cast<int>(blockIdx.x) * kTile + column),
        y(static_cast<int>(blockIdx.y) * kTile + row) {}
  int column, row;  // of the first, in the tile
  int x, y;         // of the first, in the image
};

/// Loads the block's tile of a plane [H,W], with zeros beyond the image.
__device__ inline void LoadTile(const float* __restrict__ plane, int width, int height, InputTile& tile) {
  const int left = static_cast<int>(blockIdx.x) * kTile - kRadius;
  const int top = static_cast<int>(blockIdx.y) * kTile - kRadius;
  for (int i = static_cast<int>(threadIdx.x); i < kHalo * kHalo; i += kThreads) {
    const int row = i / kHalo, column = i % kHalo;
    const int x = left + column, y = top + row;
    const bool inside = x >= 0 && x < width && y >= 0 && y < height;
    tile[row][column] = inside ? plane[static_cast<int64_t>(y) * width + x] : 0.0f;
  }
}

/// The window's sums across the rows of a tile.
__device__ inline void BlurAcross(const Window& window, const InputTile& tile, RowSums& sums) {
  for (int i = static_cast<int>(threadIdx.x); i < kHalo * kTile; i += kThreads) {
    const int row = i / kTile, column = i % kTile;
    const float* middle = &tile[row][column + kRadius];
    float sum = window.taps[0] * middle[0];
#pragma unroll
    for (int k = 1; k <= kRadius; ++k) sum += window.taps[k] * (middle[-k] + middle[k]);
    sums[row][column] = sum;
  }
}

/// The window's sums at a thread's pixels, from those across the rows.
__device__ inline void BlurDown(const Window& window, const RowSums& sums, const PixelColumn& at,
                                float (&result)[kRowsAThread]) {
  float v[kRowsAThread + 2 * kRadius];
#pragma unroll
  for (int i = 0; i < kRowsAThread + 2 * kRadius; ++i) v[i] = sums[at.row + i][at.column];
#pragma unroll
  for (int i = 0; i < kRowsAThread; ++i) {
    const float* middle = v + i + kRadius;
    float sum = window.taps[0] * middle[0];
#pragma unroll
    for (int k = 1; k <= kRadius; ++k) sum += window.taps[k] * (middle[-k] + middle[k]);
    result[i] = sum;
  }
}

}  // namespace isogs::ssim
