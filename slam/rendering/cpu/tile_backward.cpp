// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/rendering/cpu/tile_backward.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>
#include <span>

#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/tile_lists-inl.h"
#include "slam/rendering/cpu/tile_planes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

/// What the pass keeps of a block's pixels in TileScratch::pixels.
enum Channel { kTransmittance, kBehind, kGradient, kChannels = kGradient + plane::kCount };
static_assert(kChannels <= kScratchChannels);

/// Before the first splat all of the image is behind it: X = sum over planes of gradient times value
/// (docs/method.md, "Rendering": one scalar stands for all planes).
void InitializePixels(const View& view, const Tile& tile, const float* plane_gradients,
                      TileScratch* scratch) {
  const PlaneWindow window(view, tile);
  const auto plane_size = ptrdiff_t{view.camera.width} * view.camera.height;
  constexpr int kStride = kScratchChannels * kBlockPixels;
  for (int p = 0; p < plane::kCount; ++p) {
    PlaneToBlocks(window, plane_gradients + p * plane_size, kStride, scratch->pixels[0][kGradient + p]);
  }
  for (int block = 0; block < kBlocks; ++block) {
    float(*pixels)[kBlockPixels] = scratch->pixels[block];
    const float* state = tile.State(block);
    Pixels behind =
        LoadPixels(pixels[kGradient + plane::kSilhouette]) * (SetPixels(1.0f) - LoadPixels(state));
    for (int p = 0; p < plane::kSilhouette; ++p) {
      behind = MulAdd(LoadPixels(pixels[kGradient + p]), LoadPixels(state + (p + 1) * kBlockPixels), behind);
    }
    StorePixels(InImage(view, tile, block), pixels[kTransmittance]);
    StorePixels(behind, pixels[kBehind]);
  }
}

/// What the splats of a block's list meet.
struct BlockGradients {
  BlockFrame frame;
  Pixels plane[plane::kCount];
  Pixels transmittance, behind;
  Pixels left;      // x of the first column
  Pixels y_of_row;  // as [row, splat], see AddSums
  /// Of each plane but the silhouette the values of each column, as [row, splat].
  Pixels columns[plane::kSilhouette][kBlockSize];
};

HWY_INLINE BlockGradients LoadBlock(const View& view, int block, const TileScratch& scratch) {
  const float(*pixels)[kBlockPixels] = scratch.pixels[block];
  BlockGradients b;
  b.frame = {BlockXs(block), BlockYs(block), SetPixels(view.log2_min_alpha)};
  for (int p = 0; p < plane::kCount; ++p) b.plane[p] = LoadPixels(pixels[kGradient + p]);
  b.transmittance = LoadPixels(pixels[kTransmittance]);
  b.behind = LoadPixels(pixels[kBehind]);
  b.left = SetPixels(static_cast<float>(BlockX(block)) - kTileCentre);
  b.y_of_row = b.frame.y;
  for (int p = 0; p < plane::kSilhouette; ++p) {
    b.columns[p][0] = BroadcastColumn<0>(b.plane[p]);
    b.columns[p][1] = BroadcastColumn<1>(b.plane[p]);
    b.columns[p][2] = BroadcastColumn<2>(b.plane[p]);
    b.columns[p][3] = BroadcastColumn<3>(b.plane[p]);
  }
  return b;
}

/// What kTogether splats have to do with a block's pixels.
struct SplatPixels {
  Pixels weight[kTogether];  // alpha T
  Pixels w[kTogether];       // alpha dL/dalpha
};

/// Takes some splats through a block, front to back: the same blending as in the forward pass, with
///   dL/dalpha = T x - (rest behind the splat) / (1 - alpha),   x = sum over planes of gradient times the
///   splat's value.
HWY_INLINE void BackwardSplats(const LocalSplat* const* splats, BlockGradients* b, Pixels* weight,
                               Pixels* w) {
  const Coverage cover = Cover(splats, b->frame);
  Pixels odds[kSideBySide], x[kSideBySide];
  PixelMask goes_on[kSideBySide];
  for (int k = 0; k < kSideBySide; ++k) odds[k] = cover.alpha[k] / (SetPixels(1.0f) - cover.alpha[k]);
  for (int k = 0; k < kSideBySide; ++k) {
    x[k] = MulAdd(b->plane[plane::kRed], SetPixels(splats[k]->red), b->plane[plane::kSilhouette]);
  }
  for (int k = 0; k < kSideBySide; ++k)
    x[k] = MulAdd(b->plane[plane::kGreen], SetPixels(splats[k]->green), x[k]);
  for (int k = 0; k < kSideBySide; ++k)
    x[k] = MulAdd(b->plane[plane::kBlue], SetPixels(splats[k]->blue), x[k]);
  for (int k = 0; k < kSideBySide; ++k)
    x[k] = MulAdd(b->plane[plane::kDepth], DepthAt(*splats[k], b->frame), x[k]);
  for (int k = 0; k < kSideBySide; ++k) {
    const Pixels would_be = cover.alpha[k] * b->transmittance;
    b->transmittance = b->transmittance - would_be;
    goes_on[k] = b->transmittance >= SetPixels(kMinTransmittance);
    weight[k] = IfThenElseZero(goes_on[k], would_be);
  }
  for (int k = 0; k < kSideBySide; ++k) {
    const Pixels weighted_x = weight[k] * x[k];
    b->behind = b->behind - weighted_x;
    w[k] = IfThenElseZero(goes_on[k] & (cover.unbounded[k] < SetPixels(kMaxAlpha)),
                          NegMulAdd(b->behind, odds[k], weighted_x));
  }
}

/// From a vector of pixels for each of four splats to [row, splat] for each of four columns.
HWY_INLINE void Transpose(const Pixels* splats, Pixels* columns) {
  const PartTag d;
  const hn::Repartition<double, PartTag> d64;
  for (int i = 0; i < kParts; ++i) {
    const auto low01 = hn::BitCast(d64, hn::InterleaveLower(d, splats[0].part[i], splats[1].part[i]));
    const auto low23 = hn::BitCast(d64, hn::InterleaveLower(d, splats[2].part[i], splats[3].part[i]));
    const auto high01 = hn::BitCast(d64, hn::InterleaveUpper(d, splats[0].part[i], splats[1].part[i]));
    const auto high23 = hn::BitCast(d64, hn::InterleaveUpper(d, splats[2].part[i], splats[3].part[i]));
    columns[0].part[i] = hn::BitCast(d, hn::InterleaveLower(d64, low01, low23));
    columns[1].part[i] = hn::BitCast(d, hn::InterleaveUpper(d64, low01, low23));
    columns[2].part[i] = hn::BitCast(d, hn::InterleaveLower(d64, high01, high23));
    columns[3].part[i] = hn::BitCast(d, hn::InterleaveUpper(d64, high01, high23));
  }
}

/// Places of a splat's sums in TileScratch::sums.
enum Sum { kWX, kWY, kWXY, kW, kBlue, kDepth, kWXX = 8, kWYY, kRed, kGreen };

/// The sums of four splats as [row, splat], still to be added up over the rows.
struct RowSums {
  Pixels w, wy, wyy, wx, wxy, wxx;
  Pixels planes[plane::kSilhouette];
};

#if HWY_MAX_BYTES >= 64
using Vector = Part;

/// Adds up the rows: the result's blocks of four are `a`, `b`, `c`, `d`, its lanes splats.
HWY_INLINE Vector SumRows(const Pixels& a, const Pixels& b, const Pixels& c, const Pixels& d) {
  const PartTag t;
  const Vector ac =
      hn::Add(hn::ConcatLowerLower(t, c.part[0], a.part[0]), hn::ConcatUpperUpper(t, c.part[0], a.part[0]));
  const Vector bd =
      hn::Add(hn::ConcatLowerLower(t, d.part[0], b.part[0]), hn::ConcatUpperUpper(t, d.part[0], b.part[0]));
  return hn::Add(hn::OddEvenBlocks(hn::SwapAdjacentBlocks(bd), ac),
                 hn::OddEvenBlocks(bd, hn::SwapAdjacentBlocks(ac)));
}

HWY_INLINE void AddTo(float* sums, Vector v) {
  const PartTag d;
  hn::Store(hn::Add(hn::Load(d, sums), v), d, sums);
}

HWY_INLINE void AddRowSums(const RowSums& s, const uint32_t* entries, TileScratch* scratch) {
  const PartTag d;
  alignas(64) static constexpr int32_t kSplatsFirst[] = {0, 4, 8,  12, 1, 5, 9,  13,
                                                         2, 6, 10, 14, 3, 7, 11, 15};
  const auto splats_first = hn::SetTableIndices(d, kSplatsFirst);
  const Vector first = hn::TableLookupLanes(SumRows(s.wx, s.wy, s.wxy, s.w), splats_first);
  const Vector third = hn::TableLookupLanes(SumRows(s.wxx, s.wyy, s.planes[0], s.planes[1]), splats_first);
  const Vector second =
      hn::TableLookupLanes(SumRows(s.planes[2], s.planes[3], s.planes[2], s.planes[3]), splats_first);
  // Blocks of four: splats 0, 1 (2, 3) of `first`, then of `third`.
  const Vector splats01 = hn::ConcatLowerLower(d, third, first),
               splats23 = hn::ConcatUpperUpper(d, third, first);
  const Vector second23 = hn::ConcatUpperUpper(d, second, second);
  AddTo(scratch->sums[entries[0]], hn::OddEvenBlocks(hn::SwapAdjacentBlocks(second), splats01));
  AddTo(scratch->sums[entries[1]], hn::OddEvenBlocks(second, hn::SwapAdjacentBlocks(splats01)));
  AddTo(scratch->sums[entries[2]], hn::OddEvenBlocks(hn::SwapAdjacentBlocks(second23), splats23));
  AddTo(scratch->sums[entries[3]], hn::OddEvenBlocks(second23, hn::SwapAdjacentBlocks(splats23)));
}
#else
using QuadTag = hn::FixedTag<float, 4>;
using Quad = hn::Vec<QuadTag>;

HWY_INLINE Quad SumRows(const Pixels& a) {
  Part sum = a.part[0];
  for (int i = 1; i < kParts; ++i) sum = hn::Add(sum, a.part[i]);
#if HWY_MAX_BYTES >= 32
  const QuadTag d;
  return hn::Add(hn::LowerHalf(d, sum), hn::UpperHalf(d, sum));
#else
  return sum;
#endif
}

/// Adds four sums of each of four splats.
HWY_INLINE void AddTo(const uint32_t* entries, int first_sum, Quad a, Quad b, Quad c, Quad e,
                      TileScratch* scratch) {
  const QuadTag d;
  const hn::Repartition<double, QuadTag> d64;
  const auto low01 = hn::BitCast(d64, hn::InterleaveLower(d, a, b)),
             low23 = hn::BitCast(d64, hn::InterleaveLower(d, c, e));
  const auto high01 = hn::BitCast(d64, hn::InterleaveUpper(d, a, b)),
             high23 = hn::BitCast(d64, hn::InterleaveUpper(d, c, e));
  const Quad rows[] = {hn::BitCast(d, hn::InterleaveLower(d64, low01, low23)),
                       hn::BitCast(d, hn::InterleaveUpper(d64, low01, low23)),
                       hn::BitCast(d, hn::InterleaveLower(d64, high01, high23)),
                       hn::BitCast(d, hn::InterleaveUpper(d64, high01, high23))};
  for (int k = 0; k < 4; ++k) {
    float* sums = scratch->sums[entries[k]] + first_sum;
    hn::Store(hn::Add(hn::Load(d, sums), rows[k]), d, sums);
  }
}

HWY_INLINE void AddRowSums(const RowSums& s, const uint32_t* entries, TileScratch* scratch) {
  const Quad blue = SumRows(s.planes[2]), depth = SumRows(s.planes[3]);
  AddTo(entries, kWX, SumRows(s.wx), SumRows(s.wy), SumRows(s.wxy), SumRows(s.w), scratch);
  AddTo(entries, kBlue, blue, depth, blue, depth, scratch);
  AddTo(entries, kWXX, SumRows(s.wxx), SumRows(s.wyy), SumRows(s.planes[0]), SumRows(s.planes[1]), scratch);
}
#endif

/// Adds the sums over the block's pixels to those of the splats' entries.
HWY_INLINE void AddSums(const SplatPixels& splats, const BlockGradients& b, const uint32_t* entries,
                        TileScratch* scratch) {
  static_assert(kTogether == 4);
  RowSums s;
  Pixels c[kBlockSize];
  Transpose(splats.w, c);
  // Of columns 0 to 3: sum, first and second moment; then with x from the tile's centre.
  const Pixels odd = c[1] + c[3], last = c[2] + c[3];
  s.w = c[0] + c[2] + odd;
  const Pixels moment1 = MulAdd(SetPixels(2.0f), last, odd);
  const Pixels moment2 = MulAdd(SetPixels(4.0f), last + c[3], odd);
  s.wx = MulAdd(b.left, s.w, moment1);
  s.wxx = MulAdd(b.left, s.wx + moment1, moment2);
  s.wy = s.w * b.y_of_row;
  s.wyy = s.wy * b.y_of_row;
  s.wxy = s.wx * b.y_of_row;
  Transpose(splats.weight, c);
  for (int p = 0; p < plane::kSilhouette; ++p) s.planes[p] = c[0] * b.columns[p][0];
  for (int column = 1; column < kBlockSize; ++column) {
    for (int p = 0; p < plane::kSilhouette; ++p)
      s.planes[p] = MulAdd(c[column], b.columns[p][column], s.planes[p]);
  }
  AddRowSums(s, entries, scratch);
}

void BackwardBlock(const View& view, int block, TileScratch* scratch) {
  BlockGradients b = LoadBlock(view, block, *scratch);
  const uint32_t* list = scratch->lists[block];
  const uint32_t size = scratch->list_sizes[block];
  for (uint32_t i = 0; i < size; i += kTogether) {
    SplatPixels pixels;
    for (int first = 0; first < kTogether; first += kSideBySide) {
      const LocalSplat* splats[kSideBySide];
      for (int k = 0; k < kSideBySide; ++k) splats[k] = &scratch->splats[list[i + first + k]];
      BackwardSplats(splats, &b, pixels.weight + first, pixels.w + first);
    }
    AddSums(pixels, b, list + i, scratch);
  }
  StorePixels(b.transmittance, scratch->pixels[block][kTransmittance]);
  StorePixels(b.behind, scratch->pixels[block][kBehind]);
}

/// Writes an entry's sums, with x and y from the splat's centre instead of the tile's:
///   wx' = wx + x w,   wxx' = wxx + x (wx + wx'),   wxy' = wxy + x wy' + y wx,   and so on.
HWY_INLINE void WriteSums(const LocalSplat& splat, const float* s, InstanceSums* sums) {
  const hn::FixedTag<float, 4> d;
  static_assert(kWX == 0 && kWY == 1 && kWXX == 8 && kWYY == 9);
  const auto first = hn::Load(d, s), third = hn::Load(d, s + 8);
  const auto xy = hn::IfThenElseZero(hn::FirstN(d, 2), hn::LoadU(d, &splat.x));
  const auto shifted = hn::MulAdd(xy, hn::Set(d, s[kW]), first);
  float* out = sums->values;
  hn::StoreU(shifted, d, out);
  hn::StoreU(hn::MulAdd(xy, hn::Add(first, shifted), third), d, out + 4);
  hn::StoreU(hn::Load(d, s + 4), d, out + 8);
  out[kWXY] = s[kWXY] + splat.x * (s[kWY] + splat.y * s[kW]) + splat.y * s[kWX];
}

void BackwardTile(const View& view, const Splat* splats, const Tile& tile, const float* plane_gradients,
                  TileScratch* scratch, InstanceSums* sums) {
  constexpr size_t kPrefetchDistance = 24;
  InitializePixels(view, tile, plane_gradients, scratch);
  std::span<TileEntry> segment;
  for (Segments segments(tile); segments.Next(&segment);) {
    PrepareSegment(splats, tile, segment, scratch);
    std::fill_n(scratch->sums[0], segment.size() * 16, 0.0f);
    for (int block = 0; block < kBlocks; ++block) BackwardBlock(view, block, scratch);
    for (size_t i = 0; i < segment.size(); ++i) {
      if (i + kPrefetchDistance < segment.size()) {
        hwy::Prefetch(&sums[segment[i + kPrefetchDistance].instance]);
      }
      WriteSums(scratch->splats[i], scratch->sums[i], &sums[segment[i].instance]);
    }
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
                  TileScratch* scratch, InstanceSums* sums) {
  HWY_DYNAMIC_DISPATCH(BackwardTile)(view, splats, tile, plane_gradients, scratch, sums);
}

}  // namespace isogs::cpu
#endif  // HWY_ONCE
