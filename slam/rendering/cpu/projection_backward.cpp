// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/rendering/cpu/projection_backward.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>

#include "slam/rendering/cpu/kernels.h"
#include "slam/rendering/cpu/projection-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {
namespace {

/// Sums over the pixels of a splat (see BackwardTile).
struct SplatSums {
  Floats w, wx, wy, wxx, wxy, wyy;
  Vec3 color;
  Floats depth;
};

struct alignas(64) SumLanes {
  float fields[3][4 * kLanes] = {};
};

/// Adds up the instances of a splat, in their order.
HWY_INLINE void GatherSums(const InstanceSums* sums, uint32_t count, int lane, SumLanes* lanes) {
  const hn::FixedTag<float, 4> d;
  // Most splats have one instance or two: those take no branch.
  static constexpr InstanceSums kNone = {};
  const InstanceSums& one = count >= 1 ? sums[0] : kNone;
  const InstanceSums& two = count >= 2 ? sums[1] : kNone;
  auto first = hn::Add(hn::LoadU(d, one.values), hn::LoadU(d, two.values));
  auto second = hn::Add(hn::LoadU(d, one.values + 4), hn::LoadU(d, two.values + 4));
  auto third = hn::Add(hn::LoadU(d, one.values + 8), hn::LoadU(d, two.values + 8));
  for (uint32_t i = 2; i < count; ++i) {
    first = hn::Add(first, hn::LoadU(d, sums[i].values));
    second = hn::Add(second, hn::LoadU(d, sums[i].values + 4));
    third = hn::Add(third, hn::LoadU(d, sums[i].values + 8));
  }
  hn::Store(first, d, lanes->fields[0] + 4 * lane);
  hn::Store(second, d, lanes->fields[1] + 4 * lane);
  hn::Store(third, d, lanes->fields[2] + 4 * lane);
}

HWY_INLINE SplatSums LoadSums(const SumLanes& lanes) {
  const FloatTag d;
  SplatSums s;
  Floats unused, other;
  hn::LoadInterleaved4(d, lanes.fields[0], s.wx, s.wy, s.wxy, s.w);
  hn::LoadInterleaved4(d, lanes.fields[1], s.wxx, s.wyy, s.color.x, s.color.y);
  hn::LoadInterleaved4(d, lanes.fields[2], s.color.z, s.depth, unused, other);
  return s;
}

/// dL/d of a splat's centre, depth and covariance; cov_uv counts both off-diagonal elements.
struct SplatGradient {
  Floats u, v, depth;
  Floats cov_uu, cov_uv, cov_vv;
};

/// The slope of the depth counts as constant: moving the centre by du changes the depth in a pixel by
/// -depth_u du. With ln alpha = ln opacity - ln2 (e^2 + f^2), e = a x + b y, f = c y, and n = Sigma^-1 (x, y)
/// = 2 ln2 (a e, b e + c f): d ln alpha / d centre = n,   d ln alpha / d Sigma = n n^T / 2.
HWY_INLINE SplatGradient GradientFromSums(const SplatSums& s, const Footprint& f,
                                          const Whitening& whitening) {
  const Floats a = whitening.a, b = whitening.b, c = whitening.c;
  const Floats we = hn::MulAdd(a, s.wx, hn::Mul(b, s.wy));
  const Floats wf = hn::Mul(c, s.wy);
  const Floats wex = hn::MulAdd(a, s.wxx, hn::Mul(b, s.wxy));
  const Floats wey = hn::MulAdd(a, s.wxy, hn::Mul(b, s.wyy));
  const Floats wee = hn::MulAdd(a, wex, hn::Mul(b, wey));
  const Floats wef = hn::Mul(c, wey);
  const Floats wff = hn::Mul(hn::Mul(c, c), s.wyy);

  const Floats k = Set(2.0f * 0.69314718056f);
  const Floats ka = hn::Mul(k, a), kb = hn::Mul(k, b), kc = hn::Mul(k, c);
  SplatGradient g;
  g.u = hn::NegMulAdd(f.depth_u, s.depth, hn::Mul(ka, we));
  g.v = hn::NegMulAdd(f.depth_v, s.depth, hn::MulAdd(kb, we, hn::Mul(kc, wf)));
  g.depth = s.depth;
  const Floats half = Set(0.5f);
  const Floats ne = hn::MulAdd(kb, wee, hn::Mul(kc, wef));
  const Floats nf = hn::MulAdd(kb, wef, hn::Mul(kc, wff));
  g.cov_uu = hn::Mul(half, hn::Mul(hn::Mul(ka, ka), wee));
  g.cov_uv = hn::Mul(ka, ne);
  g.cov_vv = hn::Mul(half, hn::MulAdd(kb, ne, hn::Mul(kc, nf)));
  return g;
}

/// Derivative of the projection towards the camera.
struct FootprintGradient {
  Vec3 point;               // dL/d centre in the camera
  Vec3 camera_u, camera_v;  // dL/d rows of the EWA Jacobian
  Vec3 axes_u, axes_v;      // dL/d axes, times sigma
};

/// R v with R's columns given.
HWY_INLINE Vec3 FromColumns(const Vec3& x, const Vec3& y, const Vec3& z, const Vec3& v) {
  return {hn::MulAdd(x.x, v.x, hn::MulAdd(y.x, v.y, hn::Mul(z.x, v.z))),
          hn::MulAdd(x.y, v.x, hn::MulAdd(y.y, v.y, hn::Mul(z.y, v.z))),
          hn::MulAdd(x.z, v.x, hn::MulAdd(y.z, v.y, hn::Mul(z.z, v.z)))};
}

HWY_INLINE Vec3 ToCamera(const RenderCamera& camera, const Vec3& v) {
  return {Dot(RotationRow(camera, 0), v), Dot(RotationRow(camera, 1), v), Dot(RotationRow(camera, 2), v)};
}

HWY_INLINE FootprintGradient BackwardFootprint(const Footprint& f, const View& view, const SplatGradient& g) {
  const RenderCamera& camera = view.camera;
  FootprintGradient r;
  // Sigma = A A^T + blur: dL/dA = 2 G A with the symmetric G.
  const Floats two_uu = hn::Add(g.cov_uu, g.cov_uu), two_vv = hn::Add(g.cov_vv, g.cov_vv);
  r.axes_u = Times(Plus(Scale(f.axes_u, two_uu), Scale(f.axes_v, g.cov_uv)), f.sigma);
  r.axes_v = Times(Plus(Scale(f.axes_u, g.cov_uv), Scale(f.axes_v, two_vv)), f.sigma);
  // axes_u = (camera_u W R) % sigma
  r.camera_u = ToCamera(camera, FromColumns(f.rotation_x, f.rotation_y, f.rotation_z, r.axes_u));
  r.camera_v = ToCamera(camera, FromColumns(f.rotation_x, f.rotation_y, f.rotation_z, r.axes_v));

  // camera_u = fx/z (1, 0, -x/z): through 1/z, then through x/z unless it is clamped.
  const Floats scale_u = hn::Mul(Set(camera.fx), f.inverse_z);
  const Floats scale_v = hn::Mul(Set(camera.fy), f.inverse_z);
  const Floats through_scale_u = hn::Mul(scale_u, hn::NegMulAdd(f.x_over_z, r.camera_u.z, r.camera_u.x));
  const Floats through_scale_v = hn::Mul(scale_v, hn::NegMulAdd(f.y_over_z, r.camera_v.z, r.camera_v.y));
  r.point.x =
      hn::Mul(scale_u, hn::Sub(g.u, hn::IfThenElseZero(f.inside_x, hn::Mul(f.inverse_z, r.camera_u.z))));
  r.point.y =
      hn::Mul(scale_v, hn::Sub(g.v, hn::IfThenElseZero(f.inside_y, hn::Mul(f.inverse_z, r.camera_v.z))));
  const Floats through_z = hn::MulAdd(
      r.point.x, f.point.x, hn::MulAdd(r.point.y, f.point.y, hn::Add(through_scale_u, through_scale_v)));
  r.point.z = hn::NegMulAdd(f.inverse_z, through_z, g.depth);
  return r;
}

/// dL/d of the stored quaternion. `x`, `y`, `z`: dL/d columns of the rotation matrix.
HWY_INLINE void BackwardQuaternion(const Footprint& f, const Vec3& x, const Vec3& y, const Vec3& z,
                                   Floats* out) {
  const Floats* q = f.quaternion;
  const Floats two = Set(2.0f), four = Set(4.0f);
  // R (columns x, y, z) of the unit quaternion, differentiated.
  const Floats yz = hn::Sub(y.z, z.y), zx = hn::Sub(z.x, x.z), xy = hn::Sub(x.y, y.x);
  const Floats sum_yz = hn::Add(y.z, z.y), sum_zx = hn::Add(z.x, x.z), sum_xy = hn::Add(x.y, y.x);
  Floats g[4];
  g[0] = hn::Mul(two, hn::MulAdd(q[1], yz, hn::MulAdd(q[2], zx, hn::Mul(q[3], xy))));
  g[1] = hn::Mul(two, hn::MulAdd(q[2], sum_xy, hn::MulAdd(q[3], sum_zx, hn::Mul(q[0], yz))));
  g[1] = hn::NegMulAdd(hn::Mul(four, q[1]), hn::Add(y.y, z.z), g[1]);
  g[2] = hn::Mul(two, hn::MulAdd(q[1], sum_xy, hn::MulAdd(q[3], sum_yz, hn::Mul(q[0], zx))));
  g[2] = hn::NegMulAdd(hn::Mul(four, q[2]), hn::Add(x.x, z.z), g[2]);
  g[3] = hn::Mul(two, hn::MulAdd(q[1], sum_zx, hn::MulAdd(q[2], sum_yz, hn::Mul(q[0], xy))));
  g[3] = hn::NegMulAdd(hn::Mul(four, q[3]), hn::Add(x.x, y.y), g[3]);
  // Through the normalisation: only what is orthogonal to q passes.
  const Floats along =
      hn::MulAdd(g[0], q[0], hn::MulAdd(g[1], q[1], hn::MulAdd(g[2], q[2], hn::Mul(g[3], q[3]))));
  for (int i = 0; i < 4; ++i) out[i] = hn::Mul(hn::NegMulAdd(along, q[i], g[i]), f.inverse_norm);
}

struct alignas(64) RowLanes {
  float fields[4][4 * kLanes];
};

HWY_INLINE void StoreRowLanes(const Footprint& f, const View& view, const FootprintGradient& g,
                              const SplatSums& sums, Floats logit_opacity, RowLanes* lanes) {
  const FloatTag d;
  const RenderCamera& camera = view.camera;
  const Vec3 mean = {Dot(RotationColumn(camera, 0), g.point), Dot(RotationColumn(camera, 1), g.point),
                     Dot(RotationColumn(camera, 2), g.point)};
  // axes_u = (R^T map_u) % sigma: dL/dR = map_u (dL/d axes_u % sigma)^T + the same for v.
  Floats q[4];
  BackwardQuaternion(f, Plus(Scale(f.map_u, g.axes_u.x), Scale(f.map_v, g.axes_v.x)),
                     Plus(Scale(f.map_u, g.axes_u.y), Scale(f.map_v, g.axes_v.y)),
                     Plus(Scale(f.map_u, g.axes_u.z), Scale(f.map_v, g.axes_v.z)), q);
  // d ln opacity / d logit = 1 - opacity = 1 / (1 + exp(logit))
  const Floats transparency =
      hn::Div(Set(1.0f), hn::Add(Set(1.0f), hn::Exp(d, Clamp(logit_opacity, Set(-80.0f), Set(80.0f)))));
  const Floats to_logit = hn::Mul(sums.w, transparency);
  // dL/d log sigma = dL/d axes % axes; g.axes is times sigma already, so divided by it the projected unit
  // axis remains.
  const Vec3 unit_u = {Dot(f.map_u, f.rotation_x), Dot(f.map_u, f.rotation_y), Dot(f.map_u, f.rotation_z)};
  const Vec3 unit_v = {Dot(f.map_v, f.rotation_x), Dot(f.map_v, f.rotation_y), Dot(f.map_v, f.rotation_z)};
  const Vec3 scale = Plus(Times(g.axes_u, unit_u), Times(g.axes_v, unit_v));
  static_assert(column::kMean == 0 && column::kColor == 3 && column::kRotation == 6 &&
                column::kLogitOpacity == 10 && column::kLogScale == 11);
  const Floats zero = Set(0.0f);
  hn::StoreInterleaved4(mean.x, mean.y, mean.z, sums.color.x, d, lanes->fields[0]);
  hn::StoreInterleaved4(sums.color.y, sums.color.z, q[0], q[1], d, lanes->fields[1]);
  hn::StoreInterleaved4(q[2], q[3], to_logit, scale.x, d, lanes->fields[2]);
  hn::StoreInterleaved4(scale.y, scale.z, zero, zero, d, lanes->fields[3]);
}

HWY_INLINE void WriteRow(const RowLanes& lanes, int lane, float* row) {
  const hn::FixedTag<float, 4> d;
  for (int i = 0; i < 4; ++i) hn::Store(hn::Load(d, lanes.fields[i] + 4 * lane), d, row + 4 * i);
}

/// The batch's visible Gaussians, a vector at a time, in their order.
class VisibleParts {
 public:
  VisibleParts(const PaddedMap& map, const uint16_t* visible, const SplatBatch& batch)
      : map_(map),
        visible_(visible),
        group_(batch.first_chunk * kGroupsAChunk),
        last_group_(std::min(batch.last_chunk * kGroupsAChunk, map.group_count())) {}

  HWY_INLINE bool Next() {
    for (; group_ < last_group_; ++group_, part_ = 0) {
      while (part_ < kGroupSize && visible_[group_] >> part_ != 0) {
        const int part = part_;
        part_ += kLanes;
        bits_ = static_cast<uint32_t>(visible_[group_]) >> part & ((1u << kLanes) - 1);
        if (bits_ == 0) continue;
        lanes_ = Part(map_.Group(map_.GroupAt(group_)), part);
        return true;
      }
    }
    return false;
  }
  uint32_t bits() const { return bits_; }
  const GaussianView& lanes() const { return lanes_; }

 private:
  const PaddedMap& map_;
  const uint16_t* visible_;
  int64_t group_;
  int64_t last_group_;
  int part_ = 0;
  uint32_t bits_ = 0;
  GaussianView lanes_;
};

/// Of the splats from `splat` on, one in each lane of `bits`. `sums`: of their batch.
HWY_INLINE SplatSums GatherLanes(const InstanceSums* sums, const Splat* splat, uint32_t bits) {
  SumLanes lanes;
  for (uint32_t rest = bits; rest != 0; rest &= rest - 1, ++splat) {
    GatherSums(sums + splat->first_instance, splat->instance_count, __builtin_ctz(rest), &lanes);
  }
  return LoadSums(lanes);
}

void BackwardBatch(const PaddedMap& map, const View& view, const uint16_t* visible, const SplatBatch& batch,
                   const Splat* splats, const InstanceSums* sums, float* rows) {
  const Splat* splat = splats + batch.first_splat;
  float* row = rows + size_t{batch.first_row} * column::kStride;
  VisibleParts parts(map, visible, batch);
  while (parts.Next()) {
    const SplatSums part_sums = GatherLanes(sums + batch.first_instance, splat, parts.bits());
    const Footprint f = MakeFootprint(parts.lanes(), view);
    const FootprintGradient g = BackwardFootprint(f, view, GradientFromSums(part_sums, f, MakeWhitening(f)));
    RowLanes lanes;
    StoreRowLanes(f, view, g, part_sums, hn::LoadU(FloatTag(), parts.lanes().logit_opacities), &lanes);
    for (uint32_t rest = parts.bits(); rest != 0; rest &= rest - 1, ++splat, row += column::kStride) {
      WriteRow(lanes, __builtin_ctz(rest), row);
    }
  }
}

/// dL/dxi of each lane's Gaussian, for the left perturbation of camera_from_map (docs/method.md, "Pose
/// gradient").
HWY_INLINE void TwistGradient(const Footprint& f, const View& view, const FootprintGradient& g,
                              Floats* twist) {
  const Floats scale_u = hn::Mul(Set(view.camera.fx), f.inverse_z);
  const Floats scale_v = hn::Mul(Set(view.camera.fy), f.inverse_z);
  const Floats zero = Set(0.0f);
  const Vec3 camera_u = {scale_u, zero, hn::Neg(hn::Mul(scale_u, f.x_over_z))};
  const Vec3 camera_v = {zero, scale_v, hn::Neg(hn::Mul(scale_v, f.y_over_z))};
  // Of the point: p <- p + theta x p. Of the covariance: W <- W + [theta] W, as the rows meet it, is
  // camera_u <- camera_u - theta x camera_u.
  const Vec3 turn =
      Plus(Cross(f.point, g.point), Plus(Cross(g.camera_u, camera_u), Cross(g.camera_v, camera_v)));
  twist[0] = g.point.x;
  twist[1] = g.point.y;
  twist[2] = g.point.z;
  twist[3] = turn.x;
  twist[4] = turn.y;
  twist[5] = turn.z;
}

void BackwardBatchPose(const PaddedMap& map, const View& view, const uint16_t* visible,
                       const SplatBatch& batch, const Splat* splats, const InstanceSums* sums,
                       double* twist) {
  const FloatTag d;
  const Splat* splat = splats + batch.first_splat;
  std::fill_n(twist, 6, 0.0);
  VisibleParts parts(map, visible, batch);
  while (parts.Next()) {
    const SplatSums part_sums = GatherLanes(sums + batch.first_instance, splat, parts.bits());
    splat += __builtin_popcount(parts.bits());
    const Footprint f = MakeFootprint(parts.lanes(), view);
    const FootprintGradient g = BackwardFootprint(f, view, GradientFromSums(part_sums, f, MakeWhitening(f)));
    Floats part_twist[6];
    TwistGradient(f, view, g, part_twist);
    const FloatMask valid = MaskFromBits(parts.bits());
    for (int i = 0; i < 6; ++i) {
      twist[i] +=
          static_cast<double>(hn::GetLane(hn::SumOfLanes(d, hn::IfThenElseZero(valid, part_twist[i]))));
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs::cpu {
namespace {
HWY_EXPORT(BackwardBatch);
HWY_EXPORT(BackwardBatchPose);
}  // namespace

void BackwardBatch(const PaddedMap& map, const View& view, const uint16_t* visible, const SplatBatch& batch,
                   const Splat* splats, const InstanceSums* sums, float* rows) {
  HWY_DYNAMIC_DISPATCH(BackwardBatch)(map, view, visible, batch, splats, sums, rows);
}

void BackwardBatchPose(const PaddedMap& map, const View& view, const uint16_t* visible,
                       const SplatBatch& batch, const Splat* splats, const InstanceSums* sums,
                       double* twist) {
  HWY_DYNAMIC_DISPATCH(BackwardBatchPose)(map, view, visible, batch, splats, sums, twist);
}

}  // namespace isogs::cpu
#endif  // HWY_ONCE
