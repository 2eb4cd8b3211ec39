// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/rendering/cpu/bound_chunk.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>

#include "slam/rendering/cpu/bound_chunk.h"
#include "slam/rendering/cpu/projection-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

/// Not Min and Max, of which the target says what they make of a NaN: here it changes nothing.
HWY_INLINE Floats Lower(Floats value, Floats than) {
  return hn::IfThenElse(hn::Lt(value, than), value, than);
}
HWY_INLINE Floats Higher(Floats value, Floats than) {
  return hn::IfThenElse(hn::Gt(value, than), value, than);
}

ChunkBounds BoundChunk(const GaussianView& map, int64_t chunk) {
  const FloatTag d;
  const int64_t begin = chunk * kChunkGaussians, end = std::min(begin + kChunkGaussians, map.count);
  ChunkExtent extent;
  Vec3 low = {Set(INFINITY), Set(INFINITY), Set(INFINITY)},
       high = {hn::Neg(low.x), hn::Neg(low.y), hn::Neg(low.z)};
  Floats log_scale = high.x;
  int64_t i = begin;
  for (; i + kLanes <= end; i += kLanes) {
    const Vec3 mean = Load3(map.means + 3 * i), scale = Load3(map.log_scales + 3 * i);
    low = {Lower(mean.x, low.x), Lower(mean.y, low.y), Lower(mean.z, low.z)};
    high = {Higher(mean.x, high.x), Higher(mean.y, high.y), Higher(mean.z, high.z)};
    log_scale = Higher(scale.x, Higher(scale.y, Higher(scale.z, log_scale)));
  }
  const Floats lows[3] = {low.x, low.y, low.z}, highs[3] = {high.x, high.y, high.z};
  for (int axis = 0; axis < 3; ++axis) {
    extent.low[axis] = hn::GetLane(hn::MinOfLanes(d, lows[axis]));
    extent.high[axis] = hn::GetLane(hn::MaxOfLanes(d, highs[axis]));
  }
  extent.log_scale = hn::GetLane(hn::MaxOfLanes(d, log_scale));
  for (; i < end; ++i) extent.Add(map.means + 3 * i, map.log_scales + 3 * i);
  return extent.Bounds();
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs::cpu {
namespace {
HWY_EXPORT(BoundChunk);
}  // namespace

ChunkBounds BoundChunk(const GaussianView& map, int64_t chunk) {
  return HWY_DYNAMIC_DISPATCH(BoundChunk)(map, chunk);
}

}  // namespace isogs::cpu
#endif  // HWY_ONCE
