// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

// Per-target include guard, see Highway's foreach_target.h.
#if defined(ISOGS_SHARED_SIMD_EXP2_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ISOGS_SHARED_SIMD_EXP2_INL_H_
#undef ISOGS_SHARED_SIMD_EXP2_INL_H_
#else
#define ISOGS_SHARED_SIMD_EXP2_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace isogs::simd {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// 2^x for -125 <= x <= 0; other arguments give some number. Relative error below 2.6e-6: minimax polynomial
/// of 2^f on [-1/2, 1/2], the integer part added to the exponent.
template <typename Tag, typename Floats = hn::Vec<Tag>>
HWY_INLINE Floats FastExp2(Tag d, Floats x) {
  const hn::RebindToSigned<Tag> di;
  const Floats shift = hn::Set(d, 12582912.0f);  // 1.5 * 2^23: what is added to it is rounded to an integer
  const Floats shifted = hn::Add(x, shift);
  const Floats f = hn::Sub(x, hn::Sub(shifted, shift));
  Floats p = hn::MulAdd(f, hn::Set(d, 9.570101908e-03f), hn::Set(d, 5.591786032e-02f));
  p = hn::MulAdd(f, p, hn::Set(d, 2.402474483e-01f));
  p = hn::MulAdd(f, p, hn::Set(d, 6.931218147e-01f));
  p = hn::MulAdd(f, p, hn::Set(d, 9.999992614e-01f));
  return hn::BitCast(d, hn::Add(hn::BitCast(di, p), hn::ShiftLeft<23>(hn::BitCast(di, shifted))));
}

}  // namespace HWY_NAMESPACE
}  // namespace isogs::simd
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
