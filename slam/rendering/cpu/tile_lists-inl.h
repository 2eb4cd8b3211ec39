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

#include <algorithm>
#include <bit>
#include <span>

#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/pixels-inl.h"
#include "slam/rendering/cpu/tile_scratch.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {

constexpr int BlockX(int block) { return block % kBlocksAcross * kBlockSize; }
constexpr int BlockY(int block) { return block / kBlocksAcross * kBlockSize; }

// Coordinates within a tile are relative to its centre.
inline constexpr float kTileCentre = 0.5f * (kTileSize - 1);
HWY_INLINE Pixels BlockXs(int block) {
  return LoadPixels(kColumns) + SetPixels(static_cast<float>(BlockX(block)) - kTileCentre);
}
HWY_INLINE Pixels BlockYs(int block) {
  return LoadPixels(kRows) + SetPixels(static_cast<float>(BlockY(block)) - kTileCentre);
}

/// 1 for pixels in the image, 0 for the others.
HWY_INLINE Pixels InImage(const View& view, const Tile& tile, int block) {
  const Pixels width = SetPixels(static_cast<float>(view.camera.width - tile.x) - kTileCentre);
  const Pixels height = SetPixels(static_cast<float>(view.camera.height - tile.y) - kTileCentre);
  return IfThenElseZero((BlockXs(block) < width) & (BlockYs(block) < height), SetPixels(1.0f));
}

HWY_INLINE void LocalizeSplat(const Splat& splat, float centre_x, float centre_y, LocalSplat* local) {
  const hn::FixedTag<float, 4> d;
  hn::Store(hn::Load(d, &splat.a), d, &local->a);
  hn::Store(hn::Load(d, &splat.red), d, &local->red);
  const float x = centre_x - splat.u, y = centre_y - splat.v;
  local->e0 = splat.a * x + splat.b * y;
  local->f0 = splat.c * y;
  local->x = x;
  local->y = y;
  local->depth_u = splat.depth_u;
  local->depth_v = splat.depth_v;
  local->z0 = splat.z + splat.depth_u * x + splat.depth_v * y;
}

/// Lists, for each block, which of the segment's entries reach it.
HWY_INLINE void ListEntries(std::span<const TileEntry> segment, TileScratch* scratch) {
  uint32_t* sizes = scratch->list_sizes;
  for (int block = 0; block < kBlocks; ++block) sizes[block] = 0;
#if HWY_MAX_BYTES >= 64
  const hn::CappedTag<uint32_t, 16> d;
  const auto count = static_cast<uint32_t>(segment.size());
  for (uint32_t first = 0; first < count; first += 16) {
    const auto bits = hn::Load(d, scratch->blocks + first);
    const auto indices = hn::Iota(d, first);
    for (int block = 0; block < kBlocks; ++block) {
      const auto reached = hn::TestBit(bits, hn::Set(d, 1u << block));
      hn::StoreU(hn::Compress(indices, reached), d, scratch->lists[block] + sizes[block]);
      sizes[block] += static_cast<uint32_t>(hn::CountTrue(d, reached));
    }
  }
#else
  for (uint32_t i = 0; i < segment.size(); ++i) {
    for (uint32_t rest = segment[i].blocks; rest != 0; rest &= rest - 1) {
      const int block = std::countr_zero(rest);
      scratch->lists[block][sizes[block]++] = i;
    }
  }
#endif
}

/// Copies the splats of the segment's entries, and lists those of each block. Lists are filled up to a
/// multiple of kTogether with a splat that reaches nothing.
inline void PrepareSegment(const Splat* splats, const Tile& tile, std::span<const TileEntry> segment,
                           TileScratch* scratch) {
  constexpr size_t kPrefetchDistance = 24;
  const float centre_x = static_cast<float>(tile.x) + kTileCentre;
  const float centre_y = static_cast<float>(tile.y) + kTileCentre;
  for (size_t i = 0; i < segment.size(); ++i) {
    if (i + kPrefetchDistance < segment.size()) hwy::Prefetch(&splats[segment[i + kPrefetchDistance].splat]);
    LocalizeSplat(splats[segment[i].splat], centre_x, centre_y, &scratch->splats[i]);
    scratch->blocks[i] = segment[i].blocks;
  }
  for (size_t i = segment.size(); i % kBlockPixels != 0; ++i) scratch->blocks[i] = 0;
  ListEntries(segment, scratch);
  scratch->splats[kNoEntry] = LocalSplat{};
  scratch->splats[kNoEntry].log2_opacity = -1e3f;
  for (int block = 0; block < kBlocks; ++block) {
    const uint32_t size = scratch->list_sizes[block];
    for (int k = 0; k < kTogether; ++k) scratch->lists[block][size + k] = kNoEntry;
  }
}

/// The tile's entries, taken a segment at a time.
class Segments {
 public:
  explicit Segments(const Tile& tile) : rest_(tile.entries) {}
  bool Next(std::span<TileEntry>* segment) {
    *segment = rest_.first(std::min<size_t>(rest_.size(), kSegmentEntries));
    rest_ = rest_.subspan(segment->size());
    return !segment->empty();
  }

 private:
  std::span<TileEntry> rest_;
};

/// Splats that are taken through a block side by side: the chain of operations of one is long, and processors
/// look ahead too little to fill it with the next.
inline constexpr int kSideBySide = kTogether / kParts;
static_assert(kSideBySide >= 1);

/// How a block's pixels lie in some splats, and how opaque these are there.
struct Coverage {
  Pixels e[kSideBySide], f[kSideBySide];
  Pixels unbounded[kSideBySide];  // alpha, before the bound kMaxAlpha
  Pixels alpha[kSideBySide];      // bounded, 0 where less than min_alpha
};

/// What coverage needs of a block.
struct BlockFrame {
  Pixels x, y;
  Pixels log2_min_alpha;
};

/// The splat's depth at the block's pixels.
HWY_INLINE Pixels DepthAt(const LocalSplat& splat, const BlockFrame& block) {
  return MulAdd(SetPixels(splat.depth_u), block.x,
                MulAdd(SetPixels(splat.depth_v), block.y, SetPixels(splat.z0)));
}

/// 2^x for -125 <= x <= 0, as FastExp2.
HWY_INLINE void FastExp2(const Pixels* x, Pixels* result) {
  const Pixels shift = SetPixels(12582912.0f);
  Pixels shifted[kSideBySide], f[kSideBySide], p[kSideBySide];
  for (int k = 0; k < kSideBySide; ++k) shifted[k] = x[k] + shift;
  for (int k = 0; k < kSideBySide; ++k) f[k] = shifted[k] - shift;
  for (int k = 0; k < kSideBySide; ++k) f[k] = x[k] - f[k];
  for (int k = 0; k < kSideBySide; ++k)
    p[k] = MulAdd(f[k], SetPixels(9.570101908e-03f), SetPixels(5.591786032e-02f));
  for (int k = 0; k < kSideBySide; ++k) p[k] = MulAdd(f[k], p[k], SetPixels(2.402474483e-01f));
  for (int k = 0; k < kSideBySide; ++k) p[k] = MulAdd(f[k], p[k], SetPixels(6.931218147e-01f));
  for (int k = 0; k < kSideBySide; ++k) p[k] = MulAdd(f[k], p[k], SetPixels(9.999992614e-01f));
  for (int k = 0; k < kSideBySide; ++k) result[k] = ScaleByPowerOf2(p[k], shifted[k]);
}

HWY_INLINE Coverage Cover(const LocalSplat* const* splats, const BlockFrame& block) {
  Coverage c;
  Pixels power[kSideBySide];
  for (int k = 0; k < kSideBySide; ++k)
    c.e[k] = MulAdd(SetPixels(splats[k]->b), block.y, SetPixels(splats[k]->e0));
  for (int k = 0; k < kSideBySide; ++k)
    c.f[k] = MulAdd(SetPixels(splats[k]->c), block.y, SetPixels(splats[k]->f0));
  for (int k = 0; k < kSideBySide; ++k) c.e[k] = MulAdd(SetPixels(splats[k]->a), block.x, c.e[k]);
  for (int k = 0; k < kSideBySide; ++k)
    power[k] = NegMulAdd(c.f[k], c.f[k], SetPixels(splats[k]->log2_opacity));
  for (int k = 0; k < kSideBySide; ++k) power[k] = NegMulAdd(c.e[k], c.e[k], power[k]);
  FastExp2(power, c.unbounded);
  for (int k = 0; k < kSideBySide; ++k) {
    c.alpha[k] = IfThenElseZero(power[k] >= block.log2_min_alpha, Min(c.unbounded[k], SetPixels(kMaxAlpha)));
  }
  return c;
}

}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
