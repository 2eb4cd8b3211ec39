// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

// Per-target include guard, see Highway's foreach_target.h.
#if defined(ISOGS_RENDERING_CPU_TILE_LISTS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ISOGS_RENDERING_CPU_TILE_LISTS_INL_H_
#undef ISOGS_RENDERING_CPU_TILE_LISTS_INL_H_
#else
#define ISOGS_RENDERING_CPU_TILE_LISTS_INL_H_
#endif

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <span>

#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/simd_math-inl.h"
#include "slam/rendering/cpu/tile_scratch.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {

/// Pixels relative to the tile's centre.
struct BlockPixels {
  Floats x, y;
};

HWY_INLINE float TileCentreX(const Tile& tile) {
  return static_cast<float>(tile.x) + 0.5f * (kTileWidth - 1);
}
HWY_INLINE float TileCentreY(const Tile& tile) {
  return static_cast<float>(tile.y) + 0.5f * (kTileHeight - 1);
}
constexpr int BlockX(int block) { return block % kBlocksAcross * kBlockWidth; }
constexpr int BlockY(int block) { return block / kBlocksAcross * kBlockHeight; }

HWY_INLINE BlockPixels PixelsOfBlock(int block) {
  const FloatTag d;
  const IntTag di;
  const Ints lane = hn::Iota(di, 0);
  const Floats x = hn::ConvertTo(d, hn::And(lane, hn::Set(di, kBlockWidth - 1)));
  const Floats y = hn::ConvertTo(d, hn::ShiftRight<2>(lane));
  return {hn::Add(x, Set(static_cast<float>(BlockX(block)) - 0.5f * (kTileWidth - 1))),
          hn::Add(y, Set(static_cast<float>(BlockY(block)) - 0.5f * (kTileHeight - 1)))};
}

/// Lanes that lie in the image.
HWY_INLINE FloatMask PixelsInImage(const View& view, const Tile& tile, const BlockPixels& pixels) {
  const Floats right = Set(static_cast<float>(view.camera.width - 1) - TileCentreX(tile));
  const Floats bottom = Set(static_cast<float>(view.camera.height - 1) - TileCentreY(tile));
  return hn::And(hn::Le(pixels.x, right), hn::Le(pixels.y, bottom));
}

HWY_INLINE void LocalizeSplat(const Splat& splat, float centre_x, float centre_y, LocalSplat* local) {
  const float x = centre_x - splat.u, y = centre_y - splat.v;
  local->a = splat.a;
  local->b = splat.b;
  local->e0 = splat.a * x + splat.b * y;
  local->c = splat.c;
  local->f0 = splat.c * y;
  local->log2_opacity = splat.log2_opacity;
  local->red = splat.red;
  local->green = splat.green;
  local->blue = splat.blue;
  local->z = splat.z;
}

/// Copies the entries' splats, and lists those of each block.
inline void ListSplatsOfBlocks(const Splat* splats, const Tile& tile, std::span<const TileEntry> entries,
                               TileScratch* scratch) {
  const UintTag du;
  constexpr size_t kPrefetchDistance = 8;
  const float centre_x = TileCentreX(tile), centre_y = TileCentreY(tile);
  alignas(64) uint32_t blocks[kSegmentEntries + 16];
  for (size_t i = 0; i < entries.size(); ++i) {
    if (i + kPrefetchDistance < entries.size()) hwy::Prefetch(&splats[entries[i + kPrefetchDistance].splat]);
    LocalizeSplat(splats[entries[i].splat], centre_x, centre_y, &scratch->splats[i]);
    blocks[i] = entries[i].blocks;
  }
  for (size_t i = entries.size(); i % kLanes != 0; ++i) blocks[i] = 0;

  for (int block = 0; block < kBlocks; ++block) scratch->list_sizes[block] = 0;
  for (size_t i = 0; i < entries.size(); i += kLanes) {
    const Uints bits = hn::Load(du, blocks + i);
    const Uints indices = hn::Iota(du, static_cast<uint32_t>(i));
    for (int block = 0; block < kBlocks; ++block) {
      const auto reached = hn::TestBit(bits, hn::Set(du, 1u << block));
      uint32_t& size = scratch->list_sizes[block];
      hn::StoreU(hn::Compress(indices, reached), du, scratch->lists[block] + size);
      size += static_cast<uint32_t>(hn::CountTrue(du, reached));
    }
  }
}

/// Where a block's pixels lie in a splat, and how opaque it is there.
struct Coverage {
  Floats e, f;
  Floats power;      // log2 alpha, before the bound
  Floats unbounded;  // alpha, before the bound
};

HWY_INLINE Coverage CoverBlock(const LocalSplat& splat, const BlockPixels& pixels) {
  Coverage c;
  c.e = hn::MulAdd(Set(splat.a), pixels.x, hn::MulAdd(Set(splat.b), pixels.y, Set(splat.e0)));
  c.f = hn::MulAdd(Set(splat.c), pixels.y, Set(splat.f0));
  c.power = hn::NegMulAdd(c.e, c.e, hn::NegMulAdd(c.f, c.f, Set(splat.log2_opacity)));
  c.unbounded = FastExp2(c.power);
  return c;
}

}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
