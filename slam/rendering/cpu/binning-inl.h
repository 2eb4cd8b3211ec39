// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

// Per-target include guard, see Highway's foreach_target.h.
#if defined(ISOGS_RENDERING_CPU_BINNING_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ISOGS_RENDERING_CPU_BINNING_INL_H_
#undef ISOGS_RENDERING_CPU_BINNING_INL_H_
#else
#define ISOGS_RENDERING_CPU_BINNING_INL_H_
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "slam/rendering/cpu/projection-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {

/// The pixels that splats reach, one splat a lane: the ellipse q <= max_q as, for each row at distance dy
/// from the centre, the interval slope dy +- sqrt((extent_v^2 - dy^2) shape). (SnugBox and AccuTile of
/// Speedy-Splat, arXiv:2412.00578, on blocks of pixels.)
struct Reach {
  FloatMask valid;  // some pixel of the image may be reached
  Floats u, v;
  Ints first_x, last_x, first_y, last_y;  // pixels of the ellipse's box in the image
  Floats slope;
  Floats extent_v2;
  Floats shape;     // determinant / cov_vv^2
  Floats dy_right;  // dy of the rightmost point
};

HWY_INLINE Reach MakeReach(const Footprint& f, Floats u, Floats v, const Whitening& whitening, Floats max_q,
                           const View& view, FloatMask valid) {
  const IntTag di;
  const Floats right = Set(static_cast<float>(view.camera.width - 1));
  const Floats bottom = Set(static_cast<float>(view.camera.height - 1));
  const Floats zero = Set(0.0f), minus_one = Set(-1.0f), one = Set(1.0f);
  const Floats extent_u = hn::Sqrt(hn::Mul(max_q, f.cov_uu));
  Reach r;
  r.u = u;
  r.v = v;
  r.slope = whitening.slope;
  r.extent_v2 = hn::Mul(max_q, f.cov_vv);
  const Floats extent_v = hn::Sqrt(r.extent_v2);
  r.shape = hn::Mul(hn::Mul(f.determinant, whitening.inverse_vv), whitening.inverse_vv);
  r.dy_right = hn::Mul(hn::Mul(f.cov_uv, max_q), hn::ApproximateReciprocal(extent_u));
  // Bounded as floats: converting one beyond the range of int is undefined.
  const Floats first_x = Clamp(hn::Ceil(hn::Sub(u, extent_u)), zero, hn::Add(right, one));
  const Floats last_x = Clamp(hn::Floor(hn::Add(u, extent_u)), minus_one, right);
  const Floats first_y = Clamp(hn::Ceil(hn::Sub(v, extent_v)), zero, hn::Add(bottom, one));
  const Floats last_y = Clamp(hn::Floor(hn::Add(v, extent_v)), minus_one, bottom);
  r.valid = hn::And(valid, hn::And(hn::Le(first_x, last_x), hn::Le(first_y, last_y)));
  r.first_x = hn::ConvertTo(di, hn::IfThenElseZero(r.valid, first_x));
  r.last_x = hn::ConvertTo(di, hn::IfThenElseZero(r.valid, last_x));
  r.first_y = hn::ConvertTo(di, hn::IfThenElseZero(r.valid, first_y));
  r.last_y = hn::ConvertTo(di, hn::IfThenElseZero(r.valid, last_y));
  return r;
}

/// A little more than the square root of x >= 0. What comes out may differ between processors: good enough
/// for bounds.
HWY_INLINE Floats UpperSqrt(Floats x) {
  const Floats positive = hn::Max(x, Set(1e-20f));
  return hn::Mul(hn::Mul(positive, Set(1.0005f)), hn::ApproximateReciprocalSqrt(positive));
}

/// Pixels that the ellipse spans within rows at distances [dy_first, dy_last], or somewhat more: none if
/// first > last.
struct Span {
  Floats first, last;
};

HWY_INLINE Span SpanOfRows(Floats u, Floats slope, Floats extent_v2, Floats shape, Floats dy_right,
                           Floats dy_first, Floats dy_last) {
  const Floats at_right = Clamp(dy_right, dy_first, dy_last);
  const Floats at_left = Clamp(hn::Neg(dy_right), dy_first, dy_last);
  const Floats half_right = UpperSqrt(hn::Mul(hn::NegMulAdd(at_right, at_right, extent_v2), shape));
  const Floats half_left = UpperSqrt(hn::Mul(hn::NegMulAdd(at_left, at_left, extent_v2), shape));
  return {hn::Ceil(hn::Add(u, hn::MulSub(slope, at_left, half_left))),
          hn::Floor(hn::Add(u, hn::MulAdd(slope, at_right, half_right)))};
}

/// Blocks that splats reach in a window as large as a tile, from the block of their first pixel on: bit
/// 4 row + column.
HWY_INLINE Uints WindowBlocks(const Reach& r, Ints first_column, Ints first_row, Ints last_row) {
  const FloatTag d;
  const IntTag di;
  const UintTag du;
  const Floats box_left = hn::ConvertTo(d, r.first_x), box_right = hn::ConvertTo(d, r.last_x);
  const Floats box_top = hn::ConvertTo(d, r.first_y), box_bottom = hn::ConvertTo(d, r.last_y);
  Uints blocks = hn::Zero(du);
  for (int row = 0; row < kBlocksAcross; ++row) {
    const Ints block_row = hn::Add(first_row, hn::Set(di, row));
    const auto in_box = hn::RebindMask(d, hn::Lt(block_row, hn::Add(last_row, hn::Set(di, 1))));
    if (hn::AllFalse(d, in_box)) break;
    const Floats top = hn::ConvertTo(d, hn::ShiftLeft<2>(block_row));
    const Floats dy_first = hn::Sub(hn::Max(top, box_top), r.v);
    const Floats dy_last = hn::Sub(hn::Min(hn::Add(top, Set(kBlockSize - 1.0f)), box_bottom), r.v);
    const Span span = SpanOfRows(r.u, r.slope, r.extent_v2, r.shape, r.dy_right, dy_first, dy_last);
    const Floats left = hn::Max(span.first, box_left), right = hn::Min(span.last, box_right);
    const FloatMask reached = hn::And(in_box, hn::Le(left, right));
    const Ints from =
        hn::Sub(hn::ShiftRight<2>(hn::ConvertTo(di, hn::IfThenElseZero(reached, left))), first_column);
    const Ints to =
        hn::Sub(hn::ShiftRight<2>(hn::ConvertTo(di, hn::IfThenElseZero(reached, right))), first_column);
    // Only splats whose box fits into the window use the result: keep the shifts defined for the others.
    const Ints limit = hn::Set(di, kBlocksAcross - 1);
    const Uints low = hn::BitCast(du, hn::Min(hn::Max(from, hn::Zero(di)), limit));
    const Uints high = hn::BitCast(du, hn::Min(hn::Max(to, hn::Zero(di)), limit));
    const Uints bits = hn::Sub(hn::Shl(hn::Set(du, 2), high), hn::Shl(hn::Set(du, 1), low));
    const Uints shift = hn::Set(du, static_cast<uint32_t>(kBlocksAcross * row));
    blocks = hn::Or(blocks, hn::IfThenElseZero(hn::RebindMask(du, reached), hn::Shl(bits, shift)));
  }
  return blocks;
}

/// The four tiles that a window overlaps, and its blocks in each.
struct alignas(64) WindowLanes {
  uint32_t blocks[4][kLanes];  // left above, right above, left below, right below
  uint32_t tile[kLanes];       // of the first
  uint32_t is_small[kLanes];   // the splat's box fits into the window
};

HWY_INLINE void PlaceWindows(Uints blocks, Ints first_column, Ints first_row, int tiles_x,
                             WindowLanes* lanes) {
  const IntTag di;
  const UintTag du;
  const Uints all_blocks = hn::Set(du, (1u << kBlocks) - 1);
  const Uints column = hn::BitCast(du, hn::And(first_column, hn::Set(di, kBlocksAcross - 1)));
  const Uints row = hn::BitCast(du, hn::And(first_row, hn::Set(di, kBlocksAcross - 1)));
  // Columns that stay in the left tiles, in every row of bits.
  const Uints staying = hn::Shr(hn::Set(du, 0xF), column);
  Uints left_columns = staying;
  left_columns = hn::Or(left_columns, hn::ShiftLeft<4>(left_columns));
  left_columns = hn::Or(left_columns, hn::ShiftLeft<8>(left_columns));
  const Uints left = hn::Shl(hn::And(blocks, left_columns), column);
  const Uints right = hn::Shr(hn::AndNot(left_columns, blocks), hn::Sub(hn::Set(du, kBlocksAcross), column));
  const Uints down = hn::ShiftLeft<2>(row);
  const Uints up = hn::Sub(hn::Set(du, kBlocks), down);
  hn::Store(hn::And(hn::Shl(left, down), all_blocks), du, lanes->blocks[0]);
  hn::Store(hn::And(hn::Shl(right, down), all_blocks), du, lanes->blocks[1]);
  hn::Store(hn::Shr(left, up), du, lanes->blocks[2]);
  hn::Store(hn::Shr(right, up), du, lanes->blocks[3]);
  const Ints tile =
      hn::Add(hn::Mul(hn::ShiftRight<2>(first_row), hn::Set(di, tiles_x)), hn::ShiftRight<2>(first_column));
  hn::Store(hn::BitCast(du, tile), du, lanes->tile);
}

/// A Reach's lane, for splats larger than the window.
struct ReachLanes {
  alignas(64) float u[kLanes], v[kLanes], slope[kLanes], extent_v2[kLanes], shape[kLanes], dy_right[kLanes];
  alignas(64) int32_t first_x[kLanes], last_x[kLanes], first_y[kLanes], last_y[kLanes];
};

/// Lists the tiles of a batch's splats.
class Binner {
 public:
  Binner(const View& view, SplatBatch* batch, uint32_t* tile_counts)
      : view_(view), batch_(batch), instances_(batch->instances.data()), tile_counts_(tile_counts) {}

  /// Appends the instances of the splats in the lanes `bits`, which are `splats[first]` and the following.
  HWY_INLINE void AddLanes(const Reach& reach, uint32_t bits, uint32_t first, Splat* splats) {
    const IntTag di;
    const Ints first_column = hn::ShiftRight<2>(reach.first_x), last_column = hn::ShiftRight<2>(reach.last_x);
    const Ints first_row = hn::ShiftRight<2>(reach.first_y);
    const Ints last_row = hn::ShiftRight<2>(reach.last_y);
    WindowLanes windows;
    PlaceWindows(WindowBlocks(reach, first_column, first_row, last_row), first_column, first_row,
                 view_.tiles_x, &windows);
    const auto small = hn::And(hn::Lt(hn::Sub(last_column, first_column), hn::Set(di, kBlocksAcross)),
                               hn::Lt(hn::Sub(last_row, first_row), hn::Set(di, kBlocksAcross)));
    const uint32_t small_bits = Bits(hn::RebindMask(FloatTag(), small));
    Reserve(4 * kLanes);
    ReachLanes lanes;
    if ((bits & ~small_bits) != 0) StoreReach(reach, &lanes);
    for (uint32_t rest = bits; rest != 0; rest &= rest - 1, ++first) {
      const int lane = __builtin_ctz(rest);
      const uint32_t begin = count_;
      if (small_bits >> lane & 1) {
        AddWindow(windows, lane);
      } else {
        AddLarge(lanes, lane);
        Reserve(4 * kLanes);
      }
      splats[first].first_instance = begin;
      splats[first].instance_count = count_ - begin;
    }
  }

  void Finish() { batch_->instance_count = count_; }

 private:
  void Reserve(size_t more) {
    if (count_ + more <= batch_->instances.size()) return;
    batch_->instances.resize(2 * (count_ + more));
    instances_ = batch_->instances.data();
  }

  /// Writes the instance, and keeps it unless `blocks` is zero; there must be room.
  HWY_INLINE void Append(uint32_t tile, uint32_t blocks) {
    instances_[count_] = {tile, blocks};
    const uint32_t kept = blocks != 0;
    count_ += kept;
    tile_counts_[tile] += kept;
  }

  HWY_INLINE void AddWindow(const WindowLanes& windows, int lane) {
    const uint32_t tile = windows.tile[lane];
    const auto below = static_cast<uint32_t>(view_.tiles_x);
    Append(tile, windows.blocks[0][lane]);
    Append(tile + 1, windows.blocks[1][lane]);
    Append(tile + below, windows.blocks[2][lane]);
    Append(tile + below + 1, windows.blocks[3][lane]);
  }

  static void StoreReach(const Reach& r, ReachLanes* lanes) {
    const FloatTag d;
    const IntTag di;
    hn::Store(r.u, d, lanes->u);
    hn::Store(r.v, d, lanes->v);
    hn::Store(r.slope, d, lanes->slope);
    hn::Store(r.extent_v2, d, lanes->extent_v2);
    hn::Store(r.shape, d, lanes->shape);
    hn::Store(r.dy_right, d, lanes->dy_right);
    hn::Store(r.first_x, di, lanes->first_x);
    hn::Store(r.last_x, di, lanes->last_x);
    hn::Store(r.first_y, di, lanes->first_y);
    hn::Store(r.last_y, di, lanes->last_y);
  }

  /// Columns of blocks that the splat spans in each row of blocks of a row of tiles: [first, last).
  struct TileRowSpans {
    int first[kLanes + kBlocksAcross], last[kLanes + kBlocksAcross];
  };

  /// Spans of the rows of blocks from `block_row` on, one a lane.
  static void SpansOfBlockRows(const ReachLanes& r, int lane, int block_row, TileRowSpans* spans) {
    const FloatTag d;
    const IntTag di;
    for (int part = 0; part < kBlocksAcross; part += kLanes) {
      const Ints rows = hn::Add(hn::Iota(di, part), hn::Set(di, block_row));
      const Floats top = hn::ConvertTo(d, hn::ShiftLeft<2>(rows));
      const Floats box_top = Set(static_cast<float>(r.first_y[lane]));
      const Floats box_bottom = Set(static_cast<float>(r.last_y[lane]));
      const Floats first_y = hn::Max(top, box_top);
      const Floats last_y = hn::Min(hn::Add(top, Set(kBlockSize - 1.0f)), box_bottom);
      const Floats v = Set(r.v[lane]);
      const Span span =
          SpanOfRows(Set(r.u[lane]), Set(r.slope[lane]), Set(r.extent_v2[lane]), Set(r.shape[lane]),
                     Set(r.dy_right[lane]), hn::Sub(first_y, v), hn::Sub(last_y, v));
      const Floats box_left = Set(static_cast<float>(r.first_x[lane]));
      const Floats box_right = Set(static_cast<float>(r.last_x[lane]));
      const Floats left = hn::Max(span.first, box_left), right = hn::Min(span.last, box_right);
      const FloatMask reached = hn::And(hn::Le(first_y, last_y), hn::Le(left, right));
      const Ints first = hn::ShiftRight<2>(hn::ConvertTo(di, hn::IfThenElseZero(reached, left)));
      const Ints last =
          hn::Add(hn::ShiftRight<2>(hn::ConvertTo(di, hn::IfThenElseZero(reached, right))), hn::Set(di, 1));
      const auto int_mask = hn::RebindMask(di, reached);
      hn::StoreU(hn::IfThenElse(int_mask, first, hn::Set(di, INT32_MAX)), di, spans->first + part);
      hn::StoreU(hn::IfThenElseZero(int_mask, last), di, spans->last + part);
    }
  }

  void AddLarge(const ReachLanes& r, int lane) {
    const int first_tile_y = r.first_y[lane] / kTileSize, last_tile_y = r.last_y[lane] / kTileSize;
    for (int tile_y = first_tile_y; tile_y <= last_tile_y; ++tile_y) {
      TileRowSpans spans;
      SpansOfBlockRows(r, lane, tile_y * kBlocksAcross, &spans);
      int first_column = INT32_MAX, last_column = 0;
      for (int row = 0; row < kBlocksAcross; ++row) {
        first_column = std::min(first_column, spans.first[row]);
        last_column = std::max(last_column, spans.last[row]);
      }
      if (first_column >= last_column) continue;
      const int first_tile_x = first_column / kBlocksAcross, last_tile_x = (last_column - 1) / kBlocksAcross;
      Reserve(static_cast<size_t>(last_tile_x - first_tile_x + 1));
      for (int tile_x = first_tile_x; tile_x <= last_tile_x; ++tile_x) {
        const auto tile = static_cast<uint32_t>(tile_y * view_.tiles_x + tile_x);
        Append(tile, BlocksInTile(spans, tile_x * kBlocksAcross));
      }
    }
  }

  static uint32_t BlocksInTile(const TileRowSpans& spans, int first_column) {
    uint32_t blocks = 0;
    for (int row = 0; row < kBlocksAcross; ++row) {
      const int from = std::clamp(spans.first[row] - first_column, 0, kBlocksAcross);
      const int to = std::clamp(spans.last[row] - first_column, 0, kBlocksAcross);
      if (from < to) blocks |= ((1u << to) - (1u << from)) << (kBlocksAcross * row);
    }
    return blocks;
  }

  const View& view_;
  SplatBatch* batch_;
  Instance* instances_;
  uint32_t* tile_counts_;
  uint32_t count_ = 0;
};

}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
