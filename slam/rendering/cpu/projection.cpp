// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/rendering/cpu/projection.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include "slam/rendering/cpu/binning-inl.h"
#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/projection-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

struct Projected {
  Floats u, v, log2_opacity;
  Whitening whitening;
  Reach reach;
  FloatMask visible;
};

/// True where all of them are finite numbers.
template <typename... More>
HWY_INLINE FloatMask AreFinite(Floats first, More... more) {
  const Floats zero = Set(0.0f);
  Floats sum = hn::Mul(first, zero);  // 0 or NaN
  ((sum = hn::MulAdd(more, zero, sum)), ...);
  return hn::Eq(sum, zero);
}

HWY_INLINE Projected ProjectLanes(const GaussianView& lanes, const View& view, const Footprint& f,
                                  const Vec3& color) {
  const FloatTag d;
  Projected p;
  p.u = hn::MulAdd(hn::Mul(Set(view.camera.fx), f.point.x), f.inverse_z, Set(view.camera.cx));
  p.v = hn::MulAdd(hn::Mul(Set(view.camera.fy), f.point.y), f.inverse_z, Set(view.camera.cy));
  // log2 of 1 / (1 + exp(-logit)); the bounds keep Exp and Log2 in their range.
  const Floats logit = hn::LoadU(d, lanes.logit_opacities);
  const Floats bounded_logit = Clamp(logit, Set(-80.0f), Set(80.0f));
  p.log2_opacity = hn::Neg(hn::Log2(d, hn::Add(Set(1.0f), hn::Exp(d, hn::Neg(bounded_logit)))));
  p.whitening = MakeWhitening(f);
  const FloatMask finite =
      AreFinite(p.u, p.v, f.point.z, f.cov_uu, f.cov_uv, f.cov_vv, f.determinant, f.depth_u, f.depth_v,
                p.whitening.a, p.whitening.b, p.whitening.c, logit, color.x, color.y, color.z);
  const FloatMask opaque_enough = hn::Ge(p.log2_opacity, Set(view.log2_min_alpha));
  const FloatMask in_front = hn::Gt(f.point.z, Set(kNearPlaneM));
  const FloatMask valid = hn::And(finite, hn::And(opaque_enough, in_front));
  const Floats max_q = hn::MulAdd(hn::Sub(p.log2_opacity, Set(view.log2_min_alpha)),
                                  Set(2.0f * 0.69314718056f), Set(kCullSlack));
  p.reach = MakeReach(f, p.u, p.v, p.whitening, max_q, view, valid);
  p.visible = p.reach.valid;
  return p;
}

/// Columns of splats, before they become records.
struct alignas(64) SplatLanes {
  float fields[3][4 * kLanes];  // a b c log2_opacity, red green blue z, u v depth_u depth_v
};

HWY_INLINE void StoreLanes(const Projected& p, const Vec3& color, const Footprint& f, SplatLanes* lanes) {
  const FloatTag d;
  const Whitening& w = p.whitening;
  hn::StoreInterleaved4(w.a, w.b, w.c, p.log2_opacity, d, lanes->fields[0]);
  hn::StoreInterleaved4(color.x, color.y, color.z, f.point.z, d, lanes->fields[1]);
  hn::StoreInterleaved4(p.u, p.v, f.depth_u, f.depth_v, d, lanes->fields[2]);
}

HWY_INLINE void WriteSplat(const SplatLanes& lanes, int lane, int64_t gaussian, Splat* splat) {
  const hn::FixedTag<float, 4> d;
  float* fields = &splat->a;
  hn::Store(hn::Load(d, lanes.fields[0] + 4 * lane), d, fields);
  hn::Store(hn::Load(d, lanes.fields[1] + 4 * lane), d, fields + 4);
  hn::Store(hn::Load(d, lanes.fields[2] + 4 * lane), d, fields + 8);
  splat->gaussian = static_cast<int32_t>(gaussian);
}

void ProjectBatch(const PaddedMap& map, const View& view, const uint16_t* candidates, uint16_t* visible,
                  SplatBatch* batch, Splat* splats, uint32_t* tile_counts) {
  Binner binner(view, batch, tile_counts);
  const int64_t first = batch->first_chunk * kGroupsAChunk;
  const int64_t last = std::min(batch->last_chunk * kGroupsAChunk, map.group_count());
  uint32_t next = batch->first_splat;
  for (int64_t place = first; place < last; ++place) {
    const uint32_t wanted = candidates[place];
    const int64_t group = map.GroupAt(place);
    uint32_t found = 0;
    for (int part = 0; part < kGroupSize && wanted != 0; part += kLanes) {
      const uint32_t wanted_here = wanted >> part & ((1u << kLanes) - 1);
      if (wanted_here == 0) continue;
      const GaussianView lanes = Part(map.Group(group), part);
      const Footprint footprint = MakeFootprint(lanes, view);
      const Vec3 color = Load3(lanes.colors);
      const Projected projected = ProjectLanes(lanes, view, footprint, color);
      const uint32_t bits = Bits(projected.visible) & wanted_here;
      if (bits == 0) continue;
      found |= bits << part;
      SplatLanes columns;
      StoreLanes(projected, color, footprint, &columns);
      const uint32_t first_of_part = next;
      for (uint32_t rest = bits; rest != 0; rest &= rest - 1) {
        const int lane = __builtin_ctz(rest);
        WriteSplat(columns, lane, group * kGroupSize + part + lane, &splats[next++]);
      }
      binner.AddLanes(projected.reach, bits, first_of_part, splats);
    }
    visible[place] = static_cast<uint16_t>(found);
  }
  batch->splat_count = next - batch->first_splat;
  binner.Finish();
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs::cpu {
namespace {
HWY_EXPORT(ProjectBatch);
}  // namespace

void ProjectBatch(const PaddedMap& map, const View& view, const uint16_t* candidates, uint16_t* visible,
                  SplatBatch* batch, Splat* splats, uint32_t* tile_counts) {
  HWY_DYNAMIC_DISPATCH(ProjectBatch)(map, view, candidates, visible, batch, splats, tile_counts);
}

}  // namespace isogs::cpu
#endif  // HWY_ONCE
