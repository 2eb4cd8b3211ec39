// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "meshing/gaussians/local_surface.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <algorithm>

#include "meshing/gaussians/local_surface.h"
#include "shared/core/parallel.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// Sums run lane by lane: the number of lanes is the same on every target.
using Tag = hn::CappedTag<float, 8>;
using Floats = hn::Vec<Tag>;
constexpr Tag kTag;
constexpr uint32_t kLanes = static_cast<uint32_t>(hn::MaxLanes(kTag));

HWY_INLINE Floats Set(float value) { return hn::Set(kTag, value); }
HWY_INLINE Floats Load(const std::vector<float>& values, uint32_t k) {
  return hn::LoadU(kTag, values.data() + k);
}

struct Vectors {
  HWY_INLINE explicit Vectors(const Eigen::Vector3f& v) : x(Set(v.x())), y(Set(v.y())), z(Set(v.z())) {}
  HWY_INLINE Vectors(Floats vx, Floats vy, Floats vz) : x(vx), y(vy), z(vz) {}
  Floats x, y, z;
};
HWY_INLINE Floats Dot(const Vectors& a, const Vectors& b) {
  return hn::MulAdd(a.x, b.x, hn::MulAdd(a.y, b.y, hn::Mul(a.z, b.z)));
}
HWY_INLINE Vectors OffsetsFrom(const Vectors& point, const PointTable& table, uint32_t k) {
  return {hn::Sub(Load(table.x, k), point.x), hn::Sub(Load(table.y, k), point.y),
          hn::Sub(Load(table.z, k), point.z)};
}

void SumVicinity(const PointTable& table, std::span<const PointRun> runs, const Eigen::Vector3f& from,
                 float radius, bool with_moments, Vicinity* vicinity) {
  const Vectors point(from);
  const Floats inverse = Set(1.0f / (radius * radius));
  Floats count = hn::Zero(kTag);
  Floats sums[10];
  for (Floats& sum : sums) sum = hn::Zero(kTag);
  for (const auto& [begin, end] : runs) {
    for (uint32_t k = begin; k < end; k += kLanes) {
      const Vectors offset = OffsetsFrom(point, table, k);
      const Floats u = hn::NegMulAdd(Dot(offset, offset), inverse, Set(1.0f));
      const auto near = hn::And(hn::FirstN(kTag, end - k), hn::Gt(u, hn::Zero(kTag)));
      count = hn::Add(count, hn::IfThenElseZero(near, Set(1.0f)));
      if (!with_moments) continue;
      const Floats weight = hn::IfThenElseZero(near, hn::Mul(u, u));
      const Floats wx = hn::Mul(weight, offset.x), wy = hn::Mul(weight, offset.y);
      const Floats wz = hn::Mul(weight, offset.z);
      const Floats terms[10] = {weight,
                                wx,
                                wy,
                                wz,
                                hn::Mul(wx, offset.x),
                                hn::Mul(wx, offset.y),
                                hn::Mul(wx, offset.z),
                                hn::Mul(wy, offset.y),
                                hn::Mul(wy, offset.z),
                                hn::Mul(wz, offset.z)};
      for (int i = 0; i < 10; ++i) sums[i] = hn::Add(sums[i], terms[i]);
    }
  }
  vicinity->count = hn::GetLane(hn::SumOfLanes(kTag, count));
  if (!with_moments) return;
  float s[10];
  for (int i = 0; i < 10; ++i) s[i] = hn::GetLane(hn::SumOfLanes(kTag, sums[i]));
  vicinity->weight = s[0];
  vicinity->first = {s[1], s[2], s[3]};
  vicinity->second << s[4], s[5], s[6], s[5], s[7], s[8], s[6], s[8], s[9];
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs {
namespace {

HWY_EXPORT(SumVicinity);

constexpr size_t kPadding = 7;  // a vector that begins at the last entry reads so many behind it
constexpr int64_t kGrain = 1 << 13;
constexpr size_t kPrefetched = 12;
}  // namespace

PointTable::PointTable(std::span<const float> points, std::span<const uint32_t> order) {
  for (auto* values : {&x, &y, &z}) values->resize(order.size() + kPadding);
  ParallelFor(static_cast<int64_t>(order.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto k = static_cast<size_t>(begin); k < static_cast<size_t>(end); ++k) {
      hwy::Prefetch(&points[3 * size_t{order[std::min(k + kPrefetched, order.size() - 1)]}]);
      const float* point = &points[3 * size_t{order[k]}];
      x[k] = point[0];
      y[k] = point[1];
      z[k] = point[2];
    }
  });
}

Vicinity LookAround(const PointTable& table, std::span<const PointRun> runs, const Eigen::Vector3f& point,
                    float radius, bool with_moments) {
  Vicinity vicinity;
  HWY_DYNAMIC_DISPATCH(SumVicinity)(table, runs, point, radius, with_moments, &vicinity);
  return vicinity;
}

}  // namespace isogs
#endif  // HWY_ONCE
