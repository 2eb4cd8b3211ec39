// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

// Per-target include guard, see Highway's foreach_target.h.
#if defined(ISOGS_MESHING_BLOCK_WINDOW_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ISOGS_MESHING_BLOCK_WINDOW_INL_H_
#undef ISOGS_MESHING_BLOCK_WINDOW_INL_H_
#else
#define ISOGS_MESHING_BLOCK_WINDOW_INL_H_
#endif

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <algorithm>

#include "meshing/gaussians/prepared_gaussians.h"
#include "shared/simd/exp2-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Rows are short, and Gaussians reach a few voxels: longer vectors would be mostly empty.
using Tag = hn::CappedTag<float, 8>;
using Floats = hn::Vec<Tag>;
using Flags = hn::Mask<Tag>;
inline constexpr Tag kTag;
inline constexpr int kLanes = static_cast<int>(hn::MaxLanes(kTag));

HWY_INLINE Floats Set(float value) { return hn::Set(kTag, value); }

HWY_INLINE void AddTo(float* sum, Floats value) {
  hn::StoreU(hn::Add(hn::LoadU(kTag, sum), value), kTag, sum);
}
HWY_INLINE void AddProductTo(float* sum, Floats a, Floats b) {
  hn::StoreU(hn::MulAdd(a, b, hn::LoadU(kTag, sum)), kTag, sum);
}

/// The part of a Gaussian's samples that lies in the block, both ends included.
struct Window {
  Window(const PreparedGaussian& gaussian, const LatticePoint& origin, int side) {
    for (size_t k = 0; k < 3; ++k) {
      const int low = gaussian.low[k] - origin[k];
      first[k] = std::max(low, 0);
      last[k] = std::min(low + gaussian.size[k], side) - 1;
      base[k] = gaussian.offset[k];
      skipped[k] = -low;
    }
  }
  /// Distance of sample i of the block from the mean along an axis. The integers are exact.
  HWY_INLINE float Distance(int axis, int i) const {
    return base[axis] + static_cast<float>(i + skipped[axis]);
  }
  HWY_INLINE Floats DistanceX(int x) const {
    return hn::Add(Set(base[0]), hn::Iota(kTag, static_cast<float>(x + skipped[0])));
  }

  int first[3], last[3], skipped[3];
  float base[3];
};

/// opacity * 2^-t, 0 where t is out of reach.
HWY_INLINE Floats DensityOf(Floats t, Floats opacity) {
  const Floats weight =
      hn::Mul(opacity, simd::HWY_NAMESPACE::FastExp2(kTag, hn::Neg(hn::Max(t, hn::Zero(kTag)))));
  return hn::IfThenElseZero(hn::Le(t, Set(kDensityReach)), weight);
}

/// Begins to load the record after the next.
template <typename Record>
HWY_INLINE void PrefetchAhead(const Record* gaussians, const uint32_t* list, size_t at, size_t count) {
  constexpr size_t kAhead = 4;
  const Record* record = gaussians + list[std::min(at + kAhead, count - 1)];
  hwy::Prefetch(record);
  hwy::Prefetch(reinterpret_cast<const char*>(record + 1) - 1);
}

}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
