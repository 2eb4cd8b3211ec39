// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "slam/rendering/cpu/frame_state.h"

namespace isogs::cpu {

/// Entries of a tile that are taken at a time, so that what belongs to them stays in the fastest cache
/// however long the tile's list is.
inline constexpr int kSegmentEntries = 512;
/// Stands in a list for a splat that reaches nothing.
inline constexpr uint32_t kNoEntry = kSegmentEntries;
/// Lists are taken this many entries at a time.
inline constexpr int kTogether = 4;
/// Values that a pass keeps of a pixel.
inline constexpr int kScratchChannels = 7;

/// A splat relative to the tile's centre: e = a x + b y + e0, f = c y + f0.
struct LocalSplat {
  float a, b, c, log2_opacity;
  float red, green, blue, z;
  float x, y;              // from the splat to the tile's centre
  float depth_u, depth_v;  // slope of the depth [m/px]
  float e0, f0;
  float z0;      // depth at the tile's centre
  float unused;  // makes it a cache line
};

/// Memory of one thread for the tile kernels.
struct alignas(64) TileScratch {
  alignas(64) LocalSplat splats[kSegmentEntries + 1];
  alignas(64) uint32_t blocks[kSegmentEntries];
  /// For each block the splats that reach it, as indices into `splats`; with room for a whole vector behind.
  alignas(64) uint32_t lists[kBlocks][kSegmentEntries + 16];
  uint32_t list_sizes[kBlocks];
  /// What a pass keeps of pixels from segment to segment.
  alignas(64) float pixels[kBlocks][kScratchChannels][kBlockPixels];
  /// Sums of the segment's entries, and of none.
  alignas(64) float sums[kSegmentEntries + 1][16];
};

}  // namespace isogs::cpu
