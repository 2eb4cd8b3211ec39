// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0

// Per-target include guard, see Highway's foreach_target.h.
#if defined(ISOGS_RENDERING_CPU_PROJECTION_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ISOGS_RENDERING_CPU_PROJECTION_INL_H_
#undef ISOGS_RENDERING_CPU_PROJECTION_INL_H_
#else
#define ISOGS_RENDERING_CPU_PROJECTION_INL_H_
#endif

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include "slam/rendering/cpu/simd_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs::cpu {
namespace HWY_NAMESPACE {

struct Vec3 {
  Floats x, y, z;
};

/// The vector of lanes that begins at Gaussian `first` of a group.
HWY_INLINE GaussianView Part(const GaussianView& group, int64_t first) {
  return {kLanes,
          group.means + 3 * first,
          group.colors + 3 * first,
          group.rotations + 4 * first,
          group.logit_opacities + first,
          group.log_scales + 3 * first};
}

HWY_INLINE Vec3 Load3(const float* interleaved) {
  Vec3 v;
  hn::LoadInterleaved3(FloatTag(), interleaved, v.x, v.y, v.z);
  return v;
}
HWY_INLINE Floats Dot(const Vec3& a, const Vec3& b) {
  return hn::MulAdd(a.x, b.x, hn::MulAdd(a.y, b.y, hn::Mul(a.z, b.z)));
}
HWY_INLINE Vec3 Cross(const Vec3& a, const Vec3& b) {
  return {hn::MulSub(a.y, b.z, hn::Mul(a.z, b.y)), hn::MulSub(a.z, b.x, hn::Mul(a.x, b.z)),
          hn::MulSub(a.x, b.y, hn::Mul(a.y, b.x))};
}
HWY_INLINE Vec3 Scale(const Vec3& a, Floats s) { return {hn::Mul(a.x, s), hn::Mul(a.y, s), hn::Mul(a.z, s)}; }
HWY_INLINE Vec3 Times(const Vec3& a, const Vec3& b) {
  return {hn::Mul(a.x, b.x), hn::Mul(a.y, b.y), hn::Mul(a.z, b.z)};
}
HWY_INLINE Vec3 Plus(const Vec3& a, const Vec3& b) {
  return {hn::Add(a.x, b.x), hn::Add(a.y, b.y), hn::Add(a.z, b.z)};
}

/// Row `i` of the camera's rotation, in all lanes.
HWY_INLINE Vec3 RotationRow(const RenderCamera& camera, int64_t i) {
  return {Set(camera.rotation[3 * i]), Set(camera.rotation[3 * i + 1]), Set(camera.rotation[3 * i + 2])};
}
HWY_INLINE Vec3 RotationColumn(const RenderCamera& camera, int i) {
  return {Set(camera.rotation[i]), Set(camera.rotation[i + 3]), Set(camera.rotation[i + 6])};
}

HWY_INLINE Vec3 CameraPoint(const RenderCamera& camera, const Vec3& mean) {
  return {hn::Add(Dot(RotationRow(camera, 0), mean), Set(camera.translation[0])),
          hn::Add(Dot(RotationRow(camera, 1), mean), Set(camera.translation[1])),
          hn::Add(Dot(RotationRow(camera, 2), mean), Set(camera.translation[2]))};
}

/// What projection and its derivative share, one Gaussian a lane (EWA splatting, Zwicker et al., 2001;
/// constants of 3DGS, Kerbl et al., 2023).
struct Footprint {
  Vec3 point;  // centre in the camera [m]
  Floats inverse_z;
  Floats x_over_z, y_over_z;                   // clamped
  FloatMask inside_x, inside_y;                // not clamped
  Vec3 map_u, map_v;                           // d(u, v) / d(point of the map) [px/m]
  Floats quaternion[4];                        // normalised
  Floats inverse_norm;                         // of the stored quaternion
  Vec3 rotation_x, rotation_y, rotation_z;     // columns of map_from_Gaussian: its axes
  Vec3 sigma;                                  // [m]
  Vec3 axes_u, axes_v;                         // u and v of the axes, one sigma long [px]
  Floats cov_uu, cov_uv, cov_vv, determinant;  // with blur
  Floats depth_u, depth_v;                     // slope of the depth over the image [m/px]
};

HWY_INLINE void RotationFromQuaternion(Footprint& f) {
  const Floats w = f.quaternion[0], x = f.quaternion[1], y = f.quaternion[2], z = f.quaternion[3];
  const Floats one = Set(1.0f), two = Set(2.0f);
  const Floats x2 = hn::Mul(x, two), y2 = hn::Mul(y, two), z2 = hn::Mul(z, two);
  const Floats xx = hn::Mul(x, x2), yy = hn::Mul(y, y2), zz = hn::Mul(z, z2);
  const Floats xy = hn::Mul(x, y2), xz = hn::Mul(x, z2), yz = hn::Mul(y, z2);
  f.rotation_x = {hn::Sub(one, hn::Add(yy, zz)), hn::MulAdd(w, z2, xy), hn::NegMulAdd(w, y2, xz)};
  f.rotation_y = {hn::NegMulAdd(w, z2, xy), hn::Sub(one, hn::Add(xx, zz)), hn::MulAdd(w, x2, yz)};
  f.rotation_z = {hn::MulAdd(w, y2, xz), hn::NegMulAdd(w, x2, yz), hn::Sub(one, hn::Add(xx, yy))};
}

HWY_INLINE Footprint MakeFootprint(const GaussianView& lanes, const View& view) {
  const FloatTag d;
  const RenderCamera& camera = view.camera;
  Footprint f;
  f.point = CameraPoint(camera, Load3(lanes.means));
  f.inverse_z = hn::Div(Set(1.0f), f.point.z);
  const Floats x_over_z = hn::Mul(f.point.x, f.inverse_z);
  const Floats y_over_z = hn::Mul(f.point.y, f.inverse_z);
  f.x_over_z = Clamp(x_over_z, Set(-view.limit_x), Set(view.limit_x));
  f.y_over_z = Clamp(y_over_z, Set(-view.limit_y), Set(view.limit_y));
  f.inside_x = hn::Eq(f.x_over_z, x_over_z);
  f.inside_y = hn::Eq(f.y_over_z, y_over_z);

  const Floats scale_u = hn::Mul(Set(camera.fx), f.inverse_z);
  const Floats scale_v = hn::Mul(Set(camera.fy), f.inverse_z);
  const Vec3 row_x = RotationRow(camera, 0), row_y = RotationRow(camera, 1), row_z = RotationRow(camera, 2);
  f.map_u = Scale({hn::NegMulAdd(f.x_over_z, row_z.x, row_x.x), hn::NegMulAdd(f.x_over_z, row_z.y, row_x.y),
                   hn::NegMulAdd(f.x_over_z, row_z.z, row_x.z)},
                  scale_u);
  f.map_v = Scale({hn::NegMulAdd(f.y_over_z, row_z.x, row_y.x), hn::NegMulAdd(f.y_over_z, row_z.y, row_y.y),
                   hn::NegMulAdd(f.y_over_z, row_z.z, row_y.z)},
                  scale_v);

  Floats q0, q1, q2, q3;
  hn::LoadInterleaved4(d, lanes.rotations, q0, q1, q2, q3);
  const Floats norm2 = hn::MulAdd(q0, q0, hn::MulAdd(q1, q1, hn::MulAdd(q2, q2, hn::Mul(q3, q3))));
  f.inverse_norm = hn::Div(Set(1.0f), hn::Sqrt(norm2));
  f.quaternion[0] = hn::Mul(q0, f.inverse_norm);
  f.quaternion[1] = hn::Mul(q1, f.inverse_norm);
  f.quaternion[2] = hn::Mul(q2, f.inverse_norm);
  f.quaternion[3] = hn::Mul(q3, f.inverse_norm);
  RotationFromQuaternion(f);

  const Vec3 log_scale = Load3(lanes.log_scales);
  const Floats highest = Set(80.0f);  // beyond, Exp is not defined
  f.sigma = {hn::Exp(d, hn::Min(log_scale.x, highest)), hn::Exp(d, hn::Min(log_scale.y, highest)),
             hn::Exp(d, hn::Min(log_scale.z, highest))};
  f.axes_u =
      Times({Dot(f.map_u, f.rotation_x), Dot(f.map_u, f.rotation_y), Dot(f.map_u, f.rotation_z)}, f.sigma);
  f.axes_v =
      Times({Dot(f.map_v, f.rotation_x), Dot(f.map_v, f.rotation_y), Dot(f.map_v, f.rotation_z)}, f.sigma);

  const Floats blur = Set(kBlurPx2);
  const Floats uu = Dot(f.axes_u, f.axes_u), vv = Dot(f.axes_v, f.axes_v);
  f.cov_uu = hn::Add(uu, blur);
  f.cov_vv = hn::Add(vv, blur);
  f.cov_uv = Dot(f.axes_u, f.axes_v);
  // det(A A^T + blur I) as a sum of positive terms: no cancellation for long thin splats.
  const Vec3 normal = Cross(f.axes_u, f.axes_v);
  const Floats normal2 = Dot(normal, normal);
  f.determinant = hn::MulAdd(blur, hn::Add(f.cov_uu, vv), normal2);
  // See splat::MakeDepthSlope.
  const Vec3 axes_z =
      Times({Dot(row_z, f.rotation_x), Dot(row_z, f.rotation_y), Dot(row_z, f.rotation_z)}, f.sigma);
  const Floats slope_blur = Set(kSlopeBlurPx2);
  const Floats inverse =
      hn::Div(Set(1.0f), hn::MulAdd(slope_blur, hn::Add(hn::Add(uu, vv), slope_blur), normal2));
  const Floats across_u = Dot(axes_z, Cross(f.axes_v, normal)),
               across_v = Dot(axes_z, Cross(normal, f.axes_u));
  f.depth_u = hn::Mul(inverse, hn::MulAdd(slope_blur, Dot(axes_z, f.axes_u), across_u));
  f.depth_v = hn::Mul(inverse, hn::MulAdd(slope_blur, Dot(axes_z, f.axes_v), across_v));
  return f;
}

/// Factors of the exponent (see Splat): a^2 = k / var(u given v), b = -a cov_uv / cov_vv, c^2 = k / cov_vv
/// with k = log2(e) / 2.
struct Whitening {
  Floats a, b, c;
  Floats slope;       // cov_uv / cov_vv
  Floats inverse_vv;  // 1 / cov_vv
};

HWY_INLINE Whitening MakeWhitening(const Footprint& f) {
  const Floats k = Set(0.72134752044f);
  Whitening w;
  w.inverse_vv = hn::Div(Set(1.0f), f.cov_vv);
  w.a = hn::Sqrt(hn::Div(hn::Mul(k, f.cov_vv), f.determinant));
  w.slope = hn::Mul(f.cov_uv, w.inverse_vv);
  w.b = hn::Neg(hn::Mul(w.a, w.slope));
  w.c = hn::Sqrt(hn::Mul(k, w.inverse_vv));
  return w;
}

}  // namespace HWY_NAMESPACE
}  // namespace isogs::cpu
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
