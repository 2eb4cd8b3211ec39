// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/cpu/simd_targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/rendering/cpu/tile_forward.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>

#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/tile_lists-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

/// Pixels of a block while splats are blended, and where it rests between segments.
struct BlendState {
  Floats transmittance, red, green, blue, depth;
};

HWY_INLINE BlendState LoadState(const float* state) {
  const FloatTag d;
  return {hn::Load(d, state), hn::Load(d, state + kLanes), hn::Load(d, state + 2 * kLanes),
          hn::Load(d, state + 3 * kLanes), hn::Load(d, state + 4 * kLanes)};
}

HWY_INLINE void StoreState(const BlendState& s, float* state) {
  const FloatTag d;
  hn::Store(s.transmittance, d, state);
  hn::Store(s.red, d, state + kLanes);
  hn::Store(s.green, d, state + 2 * kLanes);
  hn::Store(s.blue, d, state + 3 * kLanes);
  hn::Store(s.depth, d, state + 4 * kLanes);
}

/// Blends a block's list; `alive` are the lanes that go on, also on return.
HWY_INLINE void BlendBlock(const View& view, int block, TileScratch* scratch, BlendState* state,
                           FloatMask* alive) {
  const FloatTag d;
  const BlockPixels pixels = PixelsOfBlock(block);
  const Floats min_power = Set(view.log2_min_alpha);
  const Floats max_alpha = Set(kMaxAlpha), min_transmittance = Set(kMinTransmittance);
  const uint32_t* list = scratch->lists[block];
  const uint32_t size = scratch->list_sizes[block];
  BlendState s = *state;
  FloatMask live = *alive;
  for (uint32_t i = 0; i < size; ++i) {
    const uint32_t index = list[i];
    const LocalSplat& splat = scratch->splats[index];
    const Coverage cover = CoverBlock(splat, pixels);
    const Floats alpha = hn::Min(cover.unbounded, max_alpha);
    const FloatMask hit = hn::And(live, hn::Ge(cover.power, min_power));
    const Floats weight = hn::Mul(alpha, s.transmittance);
    // A splat that would leave less than the minimum is not blended, and ends the pixel.
    const FloatMask ends = hn::And(hit, hn::Lt(hn::Sub(s.transmittance, weight), min_transmittance));
    const FloatMask blends = hn::AndNot(ends, hit);
    live = hn::AndNot(ends, live);
    const Floats w = hn::IfThenElseZero(blends, weight);
    s.transmittance = hn::Sub(s.transmittance, w);
    s.red = hn::MulAdd(w, Set(splat.red), s.red);
    s.green = hn::MulAdd(w, Set(splat.green), s.green);
    s.blue = hn::MulAdd(w, Set(splat.blue), s.blue);
    s.depth = hn::MulAdd(w, Set(splat.z), s.depth);
    scratch->blended_blocks[index] |= static_cast<uint32_t>(!hn::AllFalse(d, blends)) << block;
    if (hn::AllFalse(d, live)) break;
  }
  *state = s;
  *alive = live;
}

void InitializeState(float* state) {
  const Floats zero = Set(0.0f);
  for (int block = 0; block < kBlocks; ++block) {
    StoreState({Set(1.0f), zero, zero, zero, zero}, state + block * kStateChannels * kLanes);
  }
}

/// Blends the segment's lists. `alive` [blocks]: bits of lanes that go on. Returns false if there are none
/// left.
bool BlendSegment(const View& view, const Tile& tile, TileScratch* scratch, uint32_t* alive) {
  uint32_t any_alive = 0;
  for (int block = 0; block < kBlocks; ++block) {
    if (alive[block] == 0) continue;
    float* state = tile.state + block * kStateChannels * kLanes;
    BlendState s = LoadState(state);
    FloatMask live = MaskFromBits(alive[block]);
    BlendBlock(view, block, scratch, &s, &live);
    StoreState(s, state);
    alive[block] = Bits(live);
    any_alive |= alive[block];
  }
  return any_alive != 0;
}

/// Writes the tile's state to the image.
void WritePlanes(const View& view, const Tile& tile, float* planes) {
  const hn::FixedTag<float, kBlockWidth> d;
  const int width = view.camera.width, height = view.camera.height;
  const auto plane_size = static_cast<size_t>(width) * static_cast<size_t>(height);
  for (int block = 0; block < kBlocks; ++block) {
    const int x = tile.x + BlockX(block);
    if (x >= width) continue;
    const float* state = tile.state + block * kStateChannels * kLanes;
    for (int row = 0; row < kBlockHeight; ++row) {
      const int y = tile.y + BlockY(block) + row;
      if (y >= height) break;
      float* out = planes + static_cast<size_t>(y) * width + x;
      const float* in = state + row * kBlockWidth;
      alignas(16) float values[plane::kCount][kBlockWidth];
      for (int p = 0; p < plane::kSilhouette; ++p)
        hn::Store(hn::Load(d, in + (p + 1) * kLanes), d, values[p]);
      hn::Store(hn::Sub(hn::Set(d, 1.0f), hn::Load(d, in)), d, values[plane::kSilhouette]);
      const int columns = std::min(kBlockWidth, width - x);
      for (int p = 0; p < plane::kCount; ++p, out += plane_size) {
        if (columns == kBlockWidth) {
          hn::StoreU(hn::Load(d, values[p]), d, out);
        } else {
          std::copy(values[p], values[p] + columns, out);
        }
      }
    }
  }
}

void RenderTile(const View& view, const Splat* splats, const Tile& tile, TileScratch* scratch,
                float* planes) {
  InitializeState(tile.state);
  uint32_t alive[kBlocks];
  for (int block = 0; block < kBlocks; ++block) {
    alive[block] = Bits(PixelsInImage(view, tile, PixelsOfBlock(block)));
  }
  bool any_alive = true;
  for (size_t first = 0; first < tile.entries.size(); first += kSegmentEntries) {
    const auto segment =
        tile.entries.subspan(first, std::min<size_t>(kSegmentEntries, tile.entries.size() - first));
    std::fill_n(scratch->blended_blocks, segment.size(), 0u);
    if (any_alive) {
      ListSplatsOfBlocks(splats, tile, segment, scratch);
      any_alive = BlendSegment(view, tile, scratch, alive);
    }
    for (size_t i = 0; i < segment.size(); ++i) segment[i].blocks = scratch->blended_blocks[i];
  }
  WritePlanes(view, tile, planes);
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

TileScratchPointer MakeTileScratch() { return TileScratchPointer(new TileScratch); }
void DeleteTileScratch::operator()(TileScratch* scratch) const { delete scratch; }

}  // namespace isogs::cpu
#endif  // HWY_ONCE
