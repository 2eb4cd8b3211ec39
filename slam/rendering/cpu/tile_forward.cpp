// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/rendering/cpu/tile_forward.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/tile_lists-inl.h"
#include "slam/rendering/cpu/tile_planes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

/// A block while splats are blended.
struct BlendState {
  /// As if no pixel ever stopped: below kMinTransmittance it has. Nothing else then has to be known of the
  /// pixel when the next splat comes, and no mask stands in the chain from splat to splat.
  Pixels transmittance;
  Pixels final_transmittance;
  Pixels red, green, blue, depth;
};

HWY_INLINE BlendState LoadState(const float* transmittance, const float* state) {
  return {LoadPixels(transmittance),
          LoadPixels(state),
          LoadPixels(state + kBlockPixels),
          LoadPixels(state + 2 * kBlockPixels),
          LoadPixels(state + 3 * kBlockPixels),
          LoadPixels(state + 4 * kBlockPixels)};
}

HWY_INLINE void StoreState(const BlendState& s, float* transmittance, float* state) {
  StorePixels(s.transmittance, transmittance);
  StorePixels(s.final_transmittance, state);
  StorePixels(s.red, state + kBlockPixels);
  StorePixels(s.green, state + 2 * kBlockPixels);
  StorePixels(s.blue, state + 3 * kBlockPixels);
  StorePixels(s.depth, state + 4 * kBlockPixels);
}

/// Blends some splats into a block; returns the pixels that went on after any of them.
HWY_INLINE PixelMask BlendSplats(const LocalSplat* const* splats, const BlockFrame& frame, BlendState* s) {
  const Coverage cover = Cover(splats, frame);
  Pixels weight[kSideBySide];
  PixelMask first_goes_on;
  for (int k = 0; k < kSideBySide; ++k) {
    const Pixels would_be = cover.alpha[k] * s->transmittance;
    s->transmittance = s->transmittance - would_be;
    // A splat that leaves less than the minimum is not blended, and stops the pixel.
    const PixelMask goes_on = s->transmittance >= SetPixels(kMinTransmittance);
    weight[k] = IfThenElseZero(goes_on, would_be);
    s->final_transmittance = IfThenElse(goes_on, s->transmittance, s->final_transmittance);
    if (k == 0) first_goes_on = goes_on;
  }
  for (int k = 0; k < kSideBySide; ++k) s->red = MulAdd(weight[k], SetPixels(splats[k]->red), s->red);
  for (int k = 0; k < kSideBySide; ++k) s->green = MulAdd(weight[k], SetPixels(splats[k]->green), s->green);
  for (int k = 0; k < kSideBySide; ++k) s->blue = MulAdd(weight[k], SetPixels(splats[k]->blue), s->blue);
  for (int k = 0; k < kSideBySide; ++k) s->depth = MulAdd(weight[k], DepthAt(*splats[k], frame), s->depth);
  return first_goes_on;
}

/// Blends splats of a block's list until all its pixels have stopped; returns how many of the list.
HWY_INLINE uint32_t BlendBlock(const View& view, int block, const TileScratch& scratch, BlendState* state) {
  const BlockFrame frame = {BlockXs(block), BlockYs(block), SetPixels(view.log2_min_alpha)};
  const uint32_t* list = scratch.lists[block];
  const uint32_t size = scratch.list_sizes[block];
  BlendState s = *state;
  for (uint32_t i = 0; i < size; i += kSideBySide) {
    const LocalSplat* splats[kSideBySide];
    for (int k = 0; k < kSideBySide; ++k) splats[k] = &scratch.splats[list[i + k]];
    if (AllFalse(BlendSplats(splats, frame, &s))) {
      *state = s;
      return i;
    }
  }
  *state = s;
  return size;
}

void InitializeState(const View& view, const Tile& tile, TileScratch* scratch) {
  const Pixels zero = SetPixels(0.0f), one = SetPixels(1.0f);
  for (int block = 0; block < kBlocks; ++block) {
    // Outside of the image pixels have stopped from the start.
    StoreState({InImage(view, tile, block), one, zero, zero, zero, zero}, scratch->pixels[block][0],
               tile.State(block));
  }
}

/// Blends the segment's lists into the blocks `alive`; clears the bits of blocks that have stopped, there and
/// in the entries that came too late.
void BlendSegment(const View& view, const Tile& tile, std::span<TileEntry> segment, TileScratch* scratch,
                  uint32_t* alive) {
  for (int block = 0; block < kBlocks; ++block) {
    if ((*alive >> block & 1) == 0) continue;
    float* transmittance = scratch->pixels[block][0];
    BlendState s = LoadState(transmittance, tile.State(block));
    const uint32_t blended = BlendBlock(view, block, *scratch, &s);
    StoreState(s, transmittance, tile.State(block));
    if (!AllFalse(s.transmittance >= SetPixels(kMinTransmittance))) continue;
    *alive &= ~(1u << block);
    for (uint32_t i = blended; i < scratch->list_sizes[block]; ++i) {
      segment[scratch->lists[block][i]].blocks &= ~(1u << block);
    }
  }
}

/// Writes the tile's state to the image.
void WritePlanes(const View& view, const Tile& tile, TileScratch* scratch, float* planes) {
  const PlaneWindow window(view, tile);
  const auto plane_size = ptrdiff_t{view.camera.width} * view.camera.height;
  constexpr int kStride = kStateChannels * kBlockPixels;
  for (int p = 0; p < plane::kSilhouette; ++p) {
    BlocksToPlane(window, tile.state + (p + 1) * kBlockPixels, kStride, planes + p * plane_size);
  }
  float* silhouettes = scratch->pixels[0][0];
  for (int block = 0; block < kBlocks; ++block) {
    StorePixels(SetPixels(1.0f) - LoadPixels(tile.State(block)), silhouettes + block * kBlockPixels);
  }
  BlocksToPlane(window, silhouettes, kBlockPixels, planes + plane::kSilhouette * plane_size);
}

void RenderTile(const View& view, const Splat* splats, const Tile& tile, TileScratch* scratch,
                float* planes) {
  InitializeState(view, tile, scratch);
  uint32_t alive = (1u << kBlocks) - 1;
  std::span<TileEntry> segment;
  for (Segments segments(tile); segments.Next(&segment);) {
    for (TileEntry& entry : segment) entry.blocks &= alive;
    if (alive == 0) continue;
    PrepareSegment(splats, tile, segment, scratch);
    BlendSegment(view, tile, segment, scratch, &alive);
  }
  WritePlanes(view, tile, scratch, planes);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs::cpu {
namespace {
HWY_EXPORT(RenderTile);
}  // namespace

void RenderTile(const View& view, const Splat* splats, const Tile& tile, TileScratch* scratch,
                float* planes) {
  HWY_DYNAMIC_DISPATCH(RenderTile)(view, splats, tile, scratch, planes);
}

}  // namespace isogs::cpu
#endif  // HWY_ONCE
