// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/rendering/cpu/culling.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <cmath>

#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/projection-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

/// Largest squared distance from its centre at which a Gaussian may be seen: from its largest scale, and the
/// largest singular value of the projection, f/z sqrt(1 + (x/z)^2 + (y/z)^2).
HWY_INLINE Floats SquaredReach(const float* log_scales, const View& view, Floats inverse_z, Floats x_over_z,
                               Floats y_over_z) {
  const Vec3 log_scale = Load3(log_scales);
  const Floats largest = hn::Max(log_scale.x, hn::Max(log_scale.y, log_scale.z));
  const Floats log2_variance = hn::Mul(largest, Set(2.0f * 1.44269504f));
  // FastExp2 takes arguments up to 0; beyond 2^60 m everything is seen anyway.
  const Floats variance =
      hn::Mul(FastExp2(Clamp(hn::Sub(log2_variance, Set(60.0f)), Set(-120.0f), Set(0.0f))), Set(0x1p60f));
  const Floats limited_x = Clamp(x_over_z, Set(-view.limit_x), Set(view.limit_x));
  const Floats limited_y = Clamp(y_over_z, Set(-view.limit_y), Set(view.limit_y));
  const Floats scale = hn::Mul(Set(std::max(view.camera.fx, view.camera.fy)), inverse_z);
  const Floats stretch = hn::MulAdd(limited_x, limited_x, hn::MulAdd(limited_y, limited_y, Set(1.0f)));
  const Floats image_variance = hn::MulAdd(hn::Mul(scale, scale), hn::Mul(stretch, variance), Set(kBlurPx2));
  const float max_q = 2.0f * std::log(1.0f / view.min_alpha) + kCullSlack;
  return hn::Mul(image_variance, Set(1.001f * max_q));
}

HWY_INLINE Floats DistanceOutside(Floats x, float last) {
  return hn::Max(hn::Max(hn::Neg(x), hn::Sub(x, Set(last))), Set(0.0f));
}

HWY_INLINE uint32_t CullLanes(const GaussianView& lanes, const View& view) {
  const FloatTag d;
  const RenderCamera& camera = view.camera;
  const Vec3 point = CameraPoint(camera, Load3(lanes.means));
  const FloatMask in_front = hn::Gt(point.z, Set(kNearPlaneM));
  if (hn::AllFalse(d, in_front)) return 0;
  const Floats inverse_z = hn::Div(Set(1.0f), point.z);
  const Floats x_over_z = hn::Mul(point.x, inverse_z);
  const Floats y_over_z = hn::Mul(point.y, inverse_z);
  const Floats outside_u = DistanceOutside(hn::MulAdd(x_over_z, Set(camera.fx), Set(camera.cx)),
                                           static_cast<float>(camera.width - 1));
  const Floats outside_v = DistanceOutside(hn::MulAdd(y_over_z, Set(camera.fy), Set(camera.cy)),
                                           static_cast<float>(camera.height - 1));
  const Floats farthest = hn::Max(outside_u, outside_v);
  FloatMask seen = hn::And(in_front, hn::Le(farthest, Set(0.0f)));
  if (!hn::AllFalse(d, hn::AndNot(seen, in_front))) {
    const Floats reach2 = SquaredReach(lanes.log_scales, view, inverse_z, x_over_z, y_over_z);
    seen = hn::And(in_front, hn::Le(hn::Mul(farthest, farthest), reach2));
  }
  return Bits(seen);
}

uint32_t CullGroups(const PaddedMap& map, const View& view, int64_t first, int64_t last,
                    uint16_t* candidates) {
  uint32_t count = 0;
  for (int64_t place = first; place < last; ++place) {
    const int64_t group = map.GroupAt(place);
    const GaussianView gaussians = map.Group(group);
    uint32_t bits = 0;
    for (int lane = 0; lane < kGroupSize; lane += kLanes) {
      GaussianView lanes;
      lanes.means = gaussians.means + 3 * lane;
      lanes.log_scales = gaussians.log_scales + 3 * lane;
      bits |= CullLanes(lanes, view) << lane;
    }
    const int64_t gaussians_here = map.view.count - group * kGroupSize;
    if (gaussians_here < kGroupSize) bits &= (1u << gaussians_here) - 1;
    candidates[place] = static_cast<uint16_t>(bits);
    count += static_cast<uint32_t>(__builtin_popcount(bits));
  }
  return count;
}

const char* SimdTargetName() { return hwy::TargetName(HWY_TARGET); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <algorithm>

namespace isogs::cpu {
namespace {

HWY_EXPORT(CullGroups);
HWY_EXPORT(SimdTargetName);

/// The last, incomplete group of `source` [N, columns], copied.
void CopyTail(const float* source, int64_t count, int columns, float* tail) {
  const int64_t first = count / kGroupSize * kGroupSize;
  std::copy(source + first * columns, source + count * columns, tail);
}

}  // namespace

PaddedMap::PaddedMap(const GaussianView& map) : view(map) {
  if (map.count == 0) return;
  CopyTail(map.means, map.count, 3, means);
  CopyTail(map.colors, map.count, 3, colors);
  CopyTail(map.rotations, map.count, 4, rotations);
  CopyTail(map.logit_opacities, map.count, 1, logit_opacities);
  CopyTail(map.log_scales, map.count, 3, log_scales);
}

uint32_t CullGroups(const PaddedMap& map, const View& view, int64_t first, int64_t last,
                    uint16_t* candidates) {
  return HWY_DYNAMIC_DISPATCH(CullGroups)(map, view, first, last, candidates);
}

const char* SimdTargetName() { return HWY_DYNAMIC_DISPATCH(SimdTargetName)(); }
bool IsSimdSupported() { return (hwy::SupportedTargets() & HWY_TARGETS) != 0; }

}  // namespace isogs::cpu
#endif  // HWY_ONCE
