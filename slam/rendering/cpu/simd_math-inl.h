// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

// Per-target include guard, see Highway's foreach_target.h.
#if defined(ISOGS_RENDERING_CPU_SIMD_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ISOGS_RENDERING_CPU_SIMD_MATH_INL_H_
#undef ISOGS_RENDERING_CPU_SIMD_MATH_INL_H_
#else
#define ISOGS_RENDERING_CPU_SIMD_MATH_INL_H_
#endif

#include <hwy/highway.h>

#include "shared/simd/exp2-inl.h"
#include "slam/rendering/cpu/frame_state.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// One Gaussian a lane.
using FloatTag = hn::CappedTag<float, 16>;
using IntTag = hn::RebindToSigned<FloatTag>;
using UintTag = hn::RebindToUnsigned<FloatTag>;
using Floats = hn::Vec<FloatTag>;
using Ints = hn::Vec<IntTag>;
using Uints = hn::Vec<UintTag>;
using FloatMask = hn::Mask<FloatTag>;
inline constexpr int kLanes = static_cast<int>(hn::MaxLanes(FloatTag()));
static_assert(kLanes == 4 || kLanes == 8 || kLanes == 16);

HWY_INLINE Floats Set(float value) { return hn::Set(FloatTag(), value); }

/// See simd::FastExp2.
HWY_INLINE Floats FastExp2(Floats x) { return simd::HWY_NAMESPACE::FastExp2(FloatTag(), x); }

HWY_INLINE Floats Clamp(Floats x, Floats low, Floats high) { return hn::Min(hn::Max(x, low), high); }

/// The mask's lanes as bits, lane 0 lowest.
HWY_INLINE uint32_t Bits(FloatMask mask) {
  uint8_t bytes[8] = {};
  hn::StoreMaskBits(FloatTag(), mask, bytes);
  return static_cast<uint32_t>(bytes[0]) | static_cast<uint32_t>(bytes[1]) << 8;
}

HWY_INLINE FloatMask MaskFromBits(uint32_t bits) {
  uint8_t bytes[8] = {static_cast<uint8_t>(bits), static_cast<uint8_t>(bits >> 8)};
  return hn::LoadMaskBits(FloatTag(), bytes);
}

}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
