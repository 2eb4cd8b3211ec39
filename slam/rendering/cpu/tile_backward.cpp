// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/cpu/simd_targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/rendering/cpu/tile_backward.cpp"
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

/// Rows of TileScratch::pixels, [blocks, lanes] each.
enum PixelRow { kTransmittance, kBehind, kFinalTransmittance, kGradient, kX = kGradient + plane::kCount, kY };
static_assert(kY < 10);

HWY_INLINE Floats LoadPixels(const TileScratch& scratch, PixelRow row, int block) {
  return hn::Load(FloatTag(), scratch.pixels[row] + block * kLanes);
}
HWY_INLINE Floats LoadGradient(const TileScratch& scratch, int p, int block) {
  return hn::Load(FloatTag(), scratch.pixels[kGradient + p] + block * kLanes);
}

/// Copies the image's gradients into blocks, zero outside of the image.
void LoadGradients(const View& view, const Tile& tile, const float* plane_gradients, TileScratch* scratch) {
  const hn::FixedTag<float, kBlockWidth> d;
  const int width = view.camera.width, height = view.camera.height;
  const auto plane_size = static_cast<size_t>(width) * static_cast<size_t>(height);
  for (int block = 0; block < kBlocks; ++block) {
    const int x = tile.x + BlockX(block);
    for (int row = 0; row < kBlockHeight; ++row) {
      const int y = tile.y + BlockY(block) + row;
      const int columns = y < height ? std::clamp(width - x, 0, kBlockWidth) : 0;
      for (int p = 0; p < plane::kCount; ++p) {
        float* out = scratch->pixels[kGradient + p] + block * kLanes + row * kBlockWidth;
        hn::Store(hn::Zero(d), d, out);
        if (columns == 0) continue;
        const float* in = plane_gradients + p * plane_size + static_cast<size_t>(y) * width + x;
        if (columns == kBlockWidth) {
          hn::Store(hn::LoadU(d, in), d, out);
        } else {
          std::copy(in, in + columns, out);
        }
      }
    }
  }
}

/// Before the first splat all of the image is behind it: X = sum over planes of gradient times value
/// (ALGORITHMS.md 3.2: one scalar stands for all planes).
void InitializePixels(const Tile& tile, TileScratch* scratch) {
  const FloatTag d;
  for (int block = 0; block < kBlocks; ++block) {
    const float* state = tile.state + block * kStateChannels * kLanes;
    const Floats final_transmittance = hn::Load(d, state);
    Floats behind =
        hn::Mul(LoadGradient(*scratch, plane::kSilhouette, block), hn::Sub(Set(1.0f), final_transmittance));
    for (int p = 0; p < plane::kSilhouette; ++p) {
      behind = hn::MulAdd(LoadGradient(*scratch, p, block), hn::Load(d, state + (p + 1) * kLanes), behind);
    }
    const BlockPixels pixels = PixelsOfBlock(block);
    hn::Store(Set(1.0f), d, scratch->pixels[kTransmittance] + block * kLanes);
    hn::Store(behind, d, scratch->pixels[kBehind] + block * kLanes);
    hn::Store(final_transmittance, d, scratch->pixels[kFinalTransmittance] + block * kLanes);
    hn::Store(pixels.x, d, scratch->pixels[kX] + block * kLanes);
    hn::Store(pixels.y, d, scratch->pixels[kY] + block * kLanes);
  }
}

/// Sums of one splat, still to be added up over the lanes.
struct LaneSums {
  Floats w, we, wf, wee, wef, wff;
  Floats red, green, blue, depth;
};

/// Takes one splat through one block, front to back: the same blending as in the forward pass, with
///   dL/dalpha = T x - (rest behind the splat) / (1 - alpha),   x = sum over planes of gradient times the
///   splat's value.
HWY_INLINE void BackwardBlock(const LocalSplat& splat, float log2_min_alpha, int block, TileScratch* scratch,
                              LaneSums* sums) {
  const FloatTag d;
  const Floats transmittance = LoadPixels(*scratch, kTransmittance, block);
  const Coverage cover =
      CoverBlock(splat, {LoadPixels(*scratch, kX, block), LoadPixels(*scratch, kY, block)});
  const Floats max_alpha = Set(kMaxAlpha);
  // A pixel goes on as long as it has not come down to its final transmittance.
  const FloatMask blends = hn::And(hn::Ge(cover.power, Set(log2_min_alpha)),
                                   hn::Gt(transmittance, LoadPixels(*scratch, kFinalTransmittance, block)));
  const Floats alpha = hn::IfThenElseZero(blends, hn::Min(cover.unbounded, max_alpha));
  const Floats weight = hn::Mul(alpha, transmittance);
  const Floats red = LoadGradient(*scratch, plane::kRed, block);
  const Floats green = LoadGradient(*scratch, plane::kGreen, block);
  const Floats blue = LoadGradient(*scratch, plane::kBlue, block);
  const Floats depth = LoadGradient(*scratch, plane::kDepth, block);
  Floats x = hn::MulAdd(red, Set(splat.red), LoadGradient(*scratch, plane::kSilhouette, block));
  x = hn::MulAdd(green, Set(splat.green), x);
  x = hn::MulAdd(blue, Set(splat.blue), x);
  x = hn::MulAdd(depth, Set(splat.z), x);
  const Floats weighted_x = hn::Mul(weight, x);
  const Floats behind = hn::Sub(LoadPixels(*scratch, kBehind, block), weighted_x);
  const Floats odds = hn::Div(alpha, hn::Sub(Set(1.0f), alpha));
  Floats w = hn::NegMulAdd(behind, odds, weighted_x);  // alpha dL/dalpha
  w = hn::IfThenElseZero(hn::Lt(cover.unbounded, max_alpha), w);
  hn::Store(behind, d, scratch->pixels[kBehind] + block * kLanes);
  hn::Store(hn::Sub(transmittance, weight), d, scratch->pixels[kTransmittance] + block * kLanes);

  const Floats we = hn::Mul(w, cover.e), wf = hn::Mul(w, cover.f);
  sums->w = hn::Add(sums->w, w);
  sums->we = hn::Add(sums->we, we);
  sums->wf = hn::Add(sums->wf, wf);
  sums->wee = hn::MulAdd(we, cover.e, sums->wee);
  sums->wef = hn::MulAdd(we, cover.f, sums->wef);
  sums->wff = hn::MulAdd(wf, cover.f, sums->wff);
  sums->red = hn::MulAdd(weight, red, sums->red);
  sums->green = hn::MulAdd(weight, green, sums->green);
  sums->blue = hn::MulAdd(weight, blue, sums->blue);
  sums->depth = hn::MulAdd(weight, depth, sums->depth);
}

using QuadTag = hn::FixedTag<float, 4>;
using Quad = hn::Vec<QuadTag>;

#if HWY_MAX_BYTES >= 32
using EightTag = hn::FixedTag<float, 8>;
using Eight = hn::Vec<EightTag>;

HWY_INLINE Eight FoldToEight(Floats v) {
#if HWY_MAX_BYTES >= 64
  const EightTag d;
  return hn::Add(hn::LowerHalf(d, v), hn::UpperHalf(d, v));
#else
  return v;
#endif
}

/// Each of the two, folded to four lanes: `a` in the lower half.
HWY_INLINE Eight FoldPair(Floats a, Floats b) {
  const EightTag d;
  const Eight a8 = FoldToEight(a), b8 = FoldToEight(b);
  return hn::Add(hn::ConcatLowerLower(d, b8, a8), hn::ConcatUpperUpper(d, b8, a8));
}

/// Sums of the lanes of eight vectors.
HWY_INLINE void SumEight(Floats q0, Floats q1, Floats q2, Floats q3, Floats q4, Floats q5, Floats q6,
                         Floats q7, float* sums) {
  const EightTag d;
  const hn::Repartition<double, EightTag> d64;
  const Eight p0 = FoldPair(q0, q4), p1 = FoldPair(q1, q5), p2 = FoldPair(q2, q6), p3 = FoldPair(q3, q7);
  // Transposes 4 x 4 within the halves.
  const Eight p01 = hn::Add(hn::InterleaveLower(d, p0, p1), hn::InterleaveUpper(d, p0, p1));
  const Eight p23 = hn::Add(hn::InterleaveLower(d, p2, p3), hn::InterleaveUpper(d, p2, p3));
  const auto low = hn::InterleaveLower(d64, hn::BitCast(d64, p01), hn::BitCast(d64, p23));
  const auto high = hn::InterleaveUpper(d64, hn::BitCast(d64, p01), hn::BitCast(d64, p23));
  hn::StoreU(hn::Add(hn::BitCast(d, low), hn::BitCast(d, high)), d, sums);
}

HWY_INLINE Quad FoldToQuad(Floats v) {
  const QuadTag d;
  const Eight v8 = FoldToEight(v);
  return hn::Add(hn::LowerHalf(d, v8), hn::UpperHalf(d, v8));
}
#else
HWY_INLINE Quad FoldToQuad(Floats v) { return v; }

HWY_INLINE void SumFour(Quad p0, Quad p1, Quad p2, Quad p3, float* sums) {
  const QuadTag d;
  const hn::Repartition<double, QuadTag> d64;
  const Quad p01 = hn::Add(hn::InterleaveLower(d, p0, p1), hn::InterleaveUpper(d, p0, p1));
  const Quad p23 = hn::Add(hn::InterleaveLower(d, p2, p3), hn::InterleaveUpper(d, p2, p3));
  const auto low = hn::InterleaveLower(d64, hn::BitCast(d64, p01), hn::BitCast(d64, p23));
  const auto high = hn::InterleaveUpper(d64, hn::BitCast(d64, p01), hn::BitCast(d64, p23));
  hn::StoreU(hn::Add(hn::BitCast(d, low), hn::BitCast(d, high)), d, sums);
}

HWY_INLINE void SumEight(Floats q0, Floats q1, Floats q2, Floats q3, Floats q4, Floats q5, Floats q6,
                         Floats q7, float* sums) {
  SumFour(q0, q1, q2, q3, sums);
  SumFour(q4, q5, q6, q7, sums + 4);
}
#endif

HWY_INLINE void StoreSums(const LaneSums& s, float* sums) {
  const QuadTag d;
  SumEight(s.w, s.we, s.wf, s.wee, s.wef, s.wff, s.red, s.green, sums);
  const Quad blue = FoldToQuad(s.blue), depth = FoldToQuad(s.depth);
  Quad both = hn::Add(hn::InterleaveLower(d, blue, depth), hn::InterleaveUpper(d, blue, depth));
  both = hn::Add(both, hn::Shuffle1032(both));
  hn::StoreU(both, d, sums + 8);
}

void BackwardTile(const View& view, const Splat* splats, const Tile& tile, const float* plane_gradients,
                  TileScratch* scratch, float* sums) {
  constexpr size_t kPrefetchDistance = 4;
  LoadGradients(view, tile, plane_gradients, scratch);
  InitializePixels(tile, scratch);
  const float centre_x = TileCentreX(tile), centre_y = TileCentreY(tile);
  for (size_t i = 0; i < tile.entries.size(); ++i) {
    if (i + kPrefetchDistance < tile.entries.size()) {
      hwy::Prefetch(&splats[tile.entries[i + kPrefetchDistance].splat]);
    }
    const TileEntry& entry = tile.entries[i];
    LocalSplat local;
    LocalizeSplat(splats[entry.splat], centre_x, centre_y, &local);
    const Floats zero = Set(0.0f);
    LaneSums lane_sums = {zero, zero, zero, zero, zero, zero, zero, zero, zero, zero};
    for (uint32_t blocks = entry.blocks; blocks != 0; blocks &= blocks - 1) {
      BackwardBlock(local, view.log2_min_alpha, __builtin_ctz(blocks), scratch, &lane_sums);
    }
    StoreSums(lane_sums, sums + size_t{entry.instance} * kSumsAnInstance);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs::cpu {
namespace {
HWY_EXPORT(BackwardTile);
}  // namespace

void BackwardTile(const View& view, const Splat* splats, const Tile& tile, const float* plane_gradients,
                  TileScratch* scratch, float* sums) {
  HWY_DYNAMIC_DISPATCH(BackwardTile)(view, splats, tile, plane_gradients, scratch, sums);
}

}  // namespace isogs::cpu
#endif  // HWY_ONCE
