// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

// Per-target include guard, see Highway's foreach_target.h.
#if defined(ISOGS_RENDERING_CPU_PIXELS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ISOGS_RENDERING_CPU_PIXELS_INL_H_
#undef ISOGS_RENDERING_CPU_PIXELS_INL_H_
#else
#define ISOGS_RENDERING_CPU_PIXELS_INL_H_
#endif

#include <hwy/highway.h>

#include "slam/rendering/cpu/frame_state.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// One value for each of the 16 pixels of a block, row by row, in as few vectors as the instruction set
// allows.
using PartTag = hn::CappedTag<float, kBlockPixels>;
using Part = hn::Vec<PartTag>;
inline constexpr int kPartLanes = static_cast<int>(hn::MaxLanes(PartTag()));
inline constexpr int kParts = kBlockPixels / kPartLanes;
static_assert(kParts * kPartLanes == kBlockPixels && kPartLanes % kBlockSize == 0);

struct Pixels {
  Part part[kParts];
};
struct PixelMask {
  hn::Mask<PartTag> part[kParts];
};

// Operations of Highway, part by part.
#define ISOGS_PIXELS_OP(name, parameters, expression)        \
  HWY_INLINE Pixels name parameters {                        \
    Pixels r;                                                \
    for (int i = 0; i < kParts; ++i) r.part[i] = expression; \
    return r;                                                \
  }
ISOGS_PIXELS_OP(SetPixels, (float value), hn::Set(PartTag(), value))
ISOGS_PIXELS_OP(LoadPixels, (const float* aligned), hn::Load(PartTag(), aligned + i * kPartLanes))
ISOGS_PIXELS_OP(operator+, (const Pixels& a, const Pixels& b), hn::Add(a.part[i], b.part[i]))
ISOGS_PIXELS_OP(operator-, (const Pixels& a, const Pixels& b), hn::Sub(a.part[i], b.part[i]))
ISOGS_PIXELS_OP(operator*, (const Pixels& a, const Pixels& b), hn::Mul(a.part[i], b.part[i]))
ISOGS_PIXELS_OP(operator/, (const Pixels& a, const Pixels& b), hn::Div(a.part[i], b.part[i]))
ISOGS_PIXELS_OP(operator-, (const Pixels& a), hn::Neg(a.part[i]))
ISOGS_PIXELS_OP(Min, (const Pixels& a, const Pixels& b), hn::Min(a.part[i], b.part[i]))
/// a b + c
ISOGS_PIXELS_OP(MulAdd, (const Pixels& a, const Pixels& b, const Pixels& c),
                hn::MulAdd(a.part[i], b.part[i], c.part[i]))
/// c - a b
ISOGS_PIXELS_OP(NegMulAdd, (const Pixels& a, const Pixels& b, const Pixels& c),
                hn::NegMulAdd(a.part[i], b.part[i], c.part[i]))
ISOGS_PIXELS_OP(IfThenElse, (const PixelMask& mask, const Pixels& yes, const Pixels& no),
                hn::IfThenElse(mask.part[i], yes.part[i], no.part[i]))
ISOGS_PIXELS_OP(IfThenElseZero, (const PixelMask& mask, const Pixels& yes),
                hn::IfThenElseZero(mask.part[i], yes.part[i]))
/// a with its exponent raised by the integer in the lowest bits of b.
ISOGS_PIXELS_OP(ScaleByPowerOf2, (const Pixels& a, const Pixels& b),
                hn::BitCast(PartTag(), hn::Add(hn::BitCast(hn::RebindToSigned<PartTag>(), a.part[i]),
                                               hn::ShiftLeft<23>(hn::BitCast(hn::RebindToSigned<PartTag>(),
                                                                             b.part[i])))))
/// The value of column `column` in all pixels of each row.
template <int column>
ISOGS_PIXELS_OP(BroadcastColumn, (const Pixels& a), hn::Broadcast<column>(a.part[i]))
#undef ISOGS_PIXELS_OP

#define ISOGS_PIXELS_MASK(name, parameters, expression)      \
  HWY_INLINE PixelMask name parameters {                     \
    PixelMask r;                                             \
    for (int i = 0; i < kParts; ++i) r.part[i] = expression; \
    return r;                                                \
  }
ISOGS_PIXELS_MASK(operator<, (const Pixels& a, const Pixels& b), hn::Lt(a.part[i], b.part[i]))
    ISOGS_PIXELS_MASK(operator>=, (const Pixels& a, const Pixels& b), hn::Ge(a.part[i], b.part[i]))
        ISOGS_PIXELS_MASK(operator&, (const PixelMask& a, const PixelMask& b), hn::And(a.part[i], b.part[i]))
            ISOGS_PIXELS_MASK(operator|, (const PixelMask& a, const PixelMask& b),
                              hn::Or(a.part[i], b.part[i]))
#undef ISOGS_PIXELS_MASK

                HWY_INLINE void StorePixels(const Pixels& a, float* aligned) {
  for (int i = 0; i < kParts; ++i) hn::Store(a.part[i], PartTag(), aligned + i * kPartLanes);
}

HWY_INLINE bool AllFalse(const PixelMask& mask) {
  hn::Mask<PartTag> any = mask.part[0];
  for (int i = 1; i < kParts; ++i) any = hn::Or(any, mask.part[i]);
  return hn::AllFalse(PartTag(), any);
}

/// Coordinates in the block: 0, 1, 2, 3, 0, ... and 0, 0, 0, 0, 1, ...
alignas(64) inline constexpr float kColumns[] = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3};
alignas(64) inline constexpr float kRows[] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3};

}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
