// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "slam/rendering/cpu/frame_state.h"

namespace isogs::cpu {

/// Entries of a tile that are taken at a time, so that what belongs to them stays in the fast caches however
/// long the tile's list is.
inline constexpr int kSegmentEntries = 512;
inline constexpr int kMaxBlocks = 32;

/// A splat relative to the tile's centre: e = a x + b y + e0, f = c y + f0.
struct LocalSplat {
  float a, b, e0;
  float c, f0, log2_opacity;
  float red, green, blue, z;
  float unused[2];
};

/// Memory of one thread for the tile kernels.
struct TileScratch {
  alignas(64) LocalSplat splats[kSegmentEntries];
  /// For each block the splats that reach it, as indices into `splats`; with room for whole vectors to be
  /// stored.
  alignas(64) uint32_t lists[kMaxBlocks][kSegmentEntries + 16];
  uint32_t list_sizes[kMaxBlocks];
  alignas(64) uint32_t blended_blocks[kSegmentEntries];
  /// Of the backward pass, [blocks, lanes]: transmittance, rest of the loss behind, final transmittance,
  /// gradients.
  alignas(64) float pixels[10][kTilePixels];
};

}  // namespace isogs::cpu
