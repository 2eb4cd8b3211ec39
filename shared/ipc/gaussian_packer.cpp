// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "shared/ipc/gaussian_packer.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

#include "shared/ipc/gaussian_packer.h"
#include "shared/ipc/gaussian_packing.h"
#include "shared/simd/exp2-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using FloatTag = hn::CappedTag<float, 16>;
using IntTag = hn::RebindToSigned<FloatTag>;
using V = hn::Vec<FloatTag>;
using VI = hn::Vec<IntTag>;
using M = hn::Mask<FloatTag>;
constexpr size_t kMaxLanes = 16;

struct Vector3 {
  V x, y, z;
};
struct Quaternion {
  V w, x, y, z;
};

HWY_INLINE V Dot(const Vector3& a, const Vector3& b) {
  return hn::MulAdd(a.x, b.x, hn::MulAdd(a.y, b.y, hn::Mul(a.z, b.z)));
}

HWY_INLINE Vector3 Load3(const float* values) {
  Vector3 v;
  hn::LoadInterleaved3(FloatTag(), values, v.x, v.y, v.z);
  return v;
}

HWY_INLINE V AbsSum(const Vector3& v) { return hn::Add(hn::Abs(v.x), hn::Add(hn::Abs(v.y), hn::Abs(v.z))); }

HWY_INLINE VI Truncated(V value, float highest) {
  const FloatTag d;
  return hn::ConvertTo(IntTag(), hn::Min(hn::Max(value, hn::Zero(d)), hn::Set(d, highest)));
}

/// 0..1 to 0..255.
HWY_INLINE VI PackUnit(V value) {
  const FloatTag d;
  return Truncated(hn::MulAdd(value, hn::Set(d, 255.0f), hn::Set(d, 0.5f)), 255.0f);
}

HWY_INLINE VI PackScale(V log_scale) {
  const FloatTag d;
  const V offset = hn::Set(d, -kLowestLog2Scale * kScaleSteps + kRoundingUp);
  return Truncated(hn::MulAdd(log_scale, hn::Set(d, kLog2E * kScaleSteps), offset), 65535.0f);
}

HWY_INLINE V Sigmoid(V logit) {
  const FloatTag d;
  const V x = hn::Mul(hn::Neg(hn::Abs(logit)), hn::Set(d, kLog2E));
  const V e = simd::HWY_NAMESPACE::FastExp2(d, hn::Max(x, hn::Set(d, -125.0f)));
  const V one = hn::Set(d, 1.0f);
  return hn::Div(hn::IfThenElse(hn::Ge(logit, hn::Zero(d)), one, e), hn::Add(one, e));
}

/// Packs the rotation, and returns what a reader will unpack.
HWY_INLINE VI PackRotation(const Quaternion& q, V squared, Quaternion* unpacked) {
  const FloatTag d;
  const IntTag di;
  const V w = hn::Abs(q.w), x = hn::Abs(q.x), y = hn::Abs(q.y), z = hn::Abs(q.z);
  const V wx = hn::Max(w, x), wxy = hn::Max(wx, y);
  const M from_z = hn::Gt(z, wxy);  // the first of equals
  const M from_y = hn::AndNot(from_z, hn::Gt(y, wx));
  const M from_wx = hn::Not(hn::Or(from_z, from_y));
  const M from_x = hn::And(from_wx, hn::Gt(x, w));
  const M from_w = hn::AndNot(from_x, from_wx);
  const V largest =
      hn::IfThenElse(from_z, q.z, hn::IfThenElse(from_y, q.y, hn::IfThenElse(from_x, q.x, q.w)));
  const V a = hn::IfThenElse(from_w, q.x, q.w);
  const V b = hn::IfThenElse(from_wx, q.y, q.x);
  const V c = hn::IfThenElse(from_z, q.y, q.z);

  const V steps = hn::Set(d, static_cast<float>(kRotationSteps));
  const V scale = hn::CopySign(hn::Div(hn::Set(d, kRotationSteps / kSqrtHalf), hn::Sqrt(squared)), largest);
  const V offset = hn::Set(d, kRotationSteps + 0.5f);
  const VI ia = Truncated(hn::MulAdd(a, scale, offset), 2.0f * kRotationSteps);
  const VI ib = Truncated(hn::MulAdd(b, scale, offset), 2.0f * kRotationSteps);
  const VI ic = Truncated(hn::MulAdd(c, scale, offset), 2.0f * kRotationSteps);
  const VI index = hn::BitCast(
      di, hn::IfThenElse(from_z, hn::BitCast(d, hn::Set(di, 3)),
                         hn::IfThenElse(from_y, hn::BitCast(d, hn::Set(di, 2)),
                                        hn::IfThenElseZero(from_x, hn::BitCast(d, hn::Set(di, 1))))));

  const V unit = hn::Set(d, kSqrtHalf / kRotationSteps);
  const V ua = hn::Mul(hn::Sub(hn::ConvertTo(d, ia), steps), unit);
  const V ub = hn::Mul(hn::Sub(hn::ConvertTo(d, ib), steps), unit);
  const V uc = hn::Mul(hn::Sub(hn::ConvertTo(d, ic), steps), unit);
  const V rest = hn::NegMulAdd(ua, ua, hn::NegMulAdd(ub, ub, hn::NegMulAdd(uc, uc, hn::Set(d, 1.0f))));
  const V ul = hn::Sqrt(hn::Max(rest, hn::Zero(d)));
  unpacked->w = hn::IfThenElse(from_w, ul, ua);
  unpacked->x = hn::IfThenElse(from_x, ul, hn::IfThenElse(from_w, ua, ub));
  unpacked->y = hn::IfThenElse(from_y, ul, hn::IfThenElse(from_z, uc, ub));
  unpacked->z = hn::IfThenElse(from_z, ul, uc);
  return hn::Or(hn::Or(hn::ShiftLeft<3 * kRotationBits>(index), hn::ShiftLeft<2 * kRotationBits>(ia)),
                hn::Or(hn::ShiftLeft<kRotationBits>(ib), ic));
}

/// The component of R^T v along the axis of the smallest scale, the first of equals; q of unit length.
HWY_INLINE V AlongSmallestAxis(const Quaternion& q, const Vector3& v, VI s0, VI s1, VI s2) {
  const FloatTag d;
  // R^T v = (2 w^2 - 1) v + 2 (u.v) u + 2 w (v x u), u the vector part.
  const M first = hn::Not(hn::RebindMask(d, hn::Gt(s0, hn::Min(s1, s2))));
  const M second = hn::Not(hn::RebindMask(d, hn::Gt(s1, s2)));
  const auto pick = [&](V x, V y, V z)
                        HWY_ATTR { return hn::IfThenElse(first, x, hn::IfThenElse(second, y, z)); };
  const V cross = pick(hn::MulSub(v.y, q.z, hn::Mul(v.z, q.y)), hn::MulSub(v.z, q.x, hn::Mul(v.x, q.z)),
                       hn::MulSub(v.x, q.y, hn::Mul(v.y, q.x)));
  const V two = hn::Set(d, 2.0f);
  const V along_v = hn::Mul(hn::MulSub(two, hn::Mul(q.w, q.w), hn::Set(d, 1.0f)), pick(v.x, v.y, v.z));
  const V along_u = hn::Mul(hn::Mul(two, Dot({q.x, q.y, q.z}, v)), pick(q.x, q.y, q.z));
  return hn::Add(hn::MulAdd(hn::Mul(two, q.w), cross, along_u), along_v);
}

/// The camera centres of the frames that created them.
HWY_INLINE Vector3 Centers(const GaussianArrays& map, const float* timesteps) {
  const FloatTag d;
  const IntTag di;
  const V t = hn::LoadU(d, timesteps);
  const V last = hn::Set(d, static_cast<float>(map.frames - 1));
  const VI frame = hn::ConvertTo(di, hn::IfThenElseZero(hn::Ge(t, hn::Zero(d)), hn::Min(t, last)));
  const VI index = hn::Add(frame, hn::Add(frame, frame));
  const int32_t first = hn::GetLane(index);
  const float* const centers = map.camera_centers;
  if (hn::AllTrue(di, hn::Eq(index, hn::Set(di, first)))) {  // mostly: Gaussians lie as they were created
    return {hn::Set(d, centers[first]), hn::Set(d, centers[first + 1]), hn::Set(d, centers[first + 2])};
  }
  return {hn::GatherIndex(d, centers, index), hn::GatherIndex(d, centers + 1, index),
          hn::GatherIndex(d, centers + 2, index)};
}

struct Bounds {
  Vector3 lowest, highest;
};

/// Packs the vector of Gaussians that begins at i.
HWY_INLINE void PackVector(const GaussianArrays& map, size_t i, Bounds* bounds, GaussianRecord* records) {
  const FloatTag d;
  const IntTag di;
  const V zero = hn::Zero(d);
  const Vector3 mean = Load3(map.means + 3 * i), color = Load3(map.colors + 3 * i);
  const Vector3 log_scale = Load3(map.log_scales + 3 * i);
  Quaternion q;
  hn::LoadInterleaved4(d, map.rotations + 4 * i, q.w, q.x, q.y, q.z);
  const V logit = hn::LoadU(d, map.logit_opacities + i);
  const V squared = hn::MulAdd(q.w, q.w, hn::MulAdd(q.x, q.x, hn::MulAdd(q.y, q.y, hn::Mul(q.z, q.z))));

  const V sum = hn::Add(hn::Add(AbsSum(mean), AbsSum(color)),
                        hn::Add(AbsSum(log_scale), hn::Add(squared, hn::Abs(logit))));
  const M finite = hn::Le(sum, hn::Set(d, hwy::HighestValue<float>()));
  const M rotated = hn::And(finite, hn::Gt(squared, hn::Set(d, kLowestSquaredRotation)));
  const V one = hn::Set(d, 1.0f);
  q = {hn::IfThenElse(rotated, q.w, one), hn::IfThenElseZero(rotated, q.x), hn::IfThenElseZero(rotated, q.y),
       hn::IfThenElseZero(rotated, q.z)};
  Quaternion unpacked;
  const VI rotation = PackRotation(q, hn::IfThenElse(rotated, squared, one), &unpacked);

  const hn::Mask<IntTag> usable = hn::RebindMask(di, finite);
  const VI s0 = PackScale(log_scale.x), s1 = PackScale(log_scale.y), s2 = PackScale(log_scale.z);
  const Vector3 center = Centers(map, map.timesteps + i);
  const Vector3 view = {hn::Sub(center.x, mean.x), hn::Sub(center.y, mean.y), hn::Sub(center.z, mean.z)};
  const M along = hn::Ge(AlongSmallestAxis(unpacked, view, s0, s1, s2), zero);
  const VI flag = hn::IfThenElseZero(hn::RebindMask(di, along),
                                     hn::Set(di, int32_t{GaussianRecord::kNormalAlongAxis} << 24));
  const VI opacity = hn::IfThenElseZero(usable, PackUnit(Sigmoid(logit)));
  const VI scales = hn::Or(s0, hn::ShiftLeft<16>(s1));
  const VI rest = hn::Or(hn::Or(s2, hn::ShiftLeft<16>(opacity)), flag);
  const VI rgb = hn::Or(PackUnit(color.x),
                        hn::Or(hn::ShiftLeft<8>(PackUnit(color.y)), hn::ShiftLeft<16>(PackUnit(color.z))));

  const V x = hn::IfThenElseZero(finite, mean.x), y = hn::IfThenElseZero(finite, mean.y),
          z = hn::IfThenElseZero(finite, mean.z);
  const M seen = hn::RebindMask(d, hn::Gt(opacity, hn::Zero(di)));
  const V high = hn::Set(d, INFINITY), low = hn::Set(d, -INFINITY);
  bounds->lowest = {hn::Min(bounds->lowest.x, hn::IfThenElse(seen, x, high)),
                    hn::Min(bounds->lowest.y, hn::IfThenElse(seen, y, high)),
                    hn::Min(bounds->lowest.z, hn::IfThenElse(seen, z, high))};
  bounds->highest = {hn::Max(bounds->highest.x, hn::IfThenElse(seen, x, low)),
                     hn::Max(bounds->highest.y, hn::IfThenElse(seen, y, low)),
                     hn::Max(bounds->highest.z, hn::IfThenElse(seen, z, low))};

  alignas(64) int32_t halves[2][4 * kMaxLanes];
  hn::StoreInterleaved4(hn::BitCast(di, x), hn::BitCast(di, y), hn::BitCast(di, z),
                        hn::LoadU(di, map.ids + i), di, halves[0]);
  hn::StoreInterleaved4(rotation, hn::IfThenElseZero(usable, scales), hn::IfThenElseZero(usable, rest),
                        hn::IfThenElseZero(usable, rgb), di, halves[1]);
  auto* const bytes = reinterpret_cast<std::byte*>(records);
  for (size_t k = 0; k < hn::Lanes(d); ++k) {
    std::memcpy(bytes + 32 * k, halves[0] + 4 * k, 16);
    std::memcpy(bytes + 32 * k + 16, halves[1] + 4 * k, 16);
  }
}

/// The last ones, fewer than a vector, from copies with room behind.
HWY_NOINLINE void PackRest(const GaussianArrays& map, size_t begin, size_t count, Bounds* bounds,
                           GaussianRecord* records) {
  float means[3 * kMaxLanes] = {}, colors[3 * kMaxLanes] = {}, rotations[4 * kMaxLanes] = {};
  float logits[kMaxLanes] = {}, log_scales[3 * kMaxLanes] = {}, timesteps[kMaxLanes] = {};
  int32_t ids[kMaxLanes] = {};
  // Lanes without a Gaussian have no opacity.
  std::fill(std::begin(logits), std::end(logits), -INFINITY);
  std::copy_n(map.means + 3 * begin, 3 * count, means);
  std::copy_n(map.colors + 3 * begin, 3 * count, colors);
  std::copy_n(map.rotations + 4 * begin, 4 * count, rotations);
  std::copy_n(map.logit_opacities + begin, count, logits);
  std::copy_n(map.log_scales + 3 * begin, 3 * count, log_scales);
  std::copy_n(map.timesteps + begin, count, timesteps);
  std::copy_n(map.ids + begin, count, ids);
  const GaussianArrays rest = {means,     colors, rotations,          logits,    log_scales,
                               timesteps, ids,    map.camera_centers, map.frames};
  GaussianRecord packed[kMaxLanes];
  PackVector(rest, 0, bounds, packed);
  std::copy_n(packed, count, records);
}

PointBounds PackRange(const GaussianArrays& map, int64_t begin, int64_t end, GaussianRecord* records) {
  const FloatTag d;
  const V high = hn::Set(d, INFINITY), low = hn::Set(d, -INFINITY);
  Bounds bounds = {{high, high, high}, {low, low, low}};
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  int64_t i = begin;
  for (; i + lanes <= end; i += lanes)
    PackVector(map, static_cast<size_t>(i), &bounds, records + (i - begin));
  if (i < end) {
    PackRest(map, static_cast<size_t>(i), static_cast<size_t>(end - i), &bounds, records + (i - begin));
  }
  const auto lowest = [&](V v) HWY_ATTR { return hn::GetLane(hn::MinOfLanes(d, v)); };
  const auto highest = [&](V v) HWY_ATTR { return hn::GetLane(hn::MaxOfLanes(d, v)); };
  return {{lowest(bounds.lowest.x), lowest(bounds.lowest.y), lowest(bounds.lowest.z)},
          {highest(bounds.highest.x), highest(bounds.highest.y), highest(bounds.highest.z)}};
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs {

HWY_EXPORT(PackRange);

PointBounds PackGaussians(const GaussianArrays& map, int64_t begin, int64_t end, GaussianRecord* records) {
  return HWY_DYNAMIC_DISPATCH(PackRange)(map, begin, end, records);
}

}  // namespace isogs
#endif  // HWY_ONCE
