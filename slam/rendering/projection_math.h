// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "shared/geometry/logistic.h"
#include "shared/geometry/near_plane.h"
#include "shared/geometry/pinhole.h"
#include "slam/rendering/camera_view.h"
#include "slam/rendering/gaussian_view.h"
#include "slam/rendering/vector_math.h"

/// Projection of one Gaussian to the image: EWA splatting (Zwicker et al., 2001) with the constants of 3DGS
/// (Kerbl et al., 2023), and its derivative.
namespace isogs::splat {

inline constexpr float kBlurPx2 =
    0.3f;  // added to the image variances: a splat is never thinner than a pixel
/// The same, where the slope of a splat's depth is taken: a disc seen edge-on has none.
inline constexpr float kSlopeBlurPx2 = 0.01f;
inline constexpr float kFieldOfViewMargin = 1.3f;
/// Added to the bound of q in culling, so that rounding there never drops a pixel that blending would take.
inline constexpr float kCullSlack = 1e-3f;

/// Parameters of one Gaussian, before activation.
struct Gaussian {
  Vec3 mean;            // [m], map
  float quaternion[4];  // w, x, y, z, not normalised
  float logit_opacity;
  Vec3 log_scale;
};

ISOGS_HD inline Gaussian LoadGaussian(const GaussianView& map, int64_t i) {
  const float* q = map.rotations + 4 * i;
  return {LoadVec3(map.means + 3 * i),
          {q[0], q[1], q[2], q[3]},
          map.logit_opacities[i],
          LoadVec3(map.log_scales + 3 * i)};
}

/// A Gaussian in the image. Its exponent at distance (du, dv) from the centre,
///   q = d^T Sigma^-1 d = precision_u (du - slope dv)^2 + precision_v dv^2,
/// is written as "u given v, times v": unlike a du^2 + 2 b du dv + c dv^2 it does not cancel for long thin
/// splats.
struct Splat {
  float u, v;              // centre [px]
  float depth;             // z of the centre in the camera [m]
  float depth_u, depth_v;  // its slope over the image [m/px], see DepthSlope
  float opacity;
  float precision_u;         // 1 / variance of u at fixed v [1/px^2]
  float slope;               // d u / d v of the splat's ridge: Sigma_uv / Sigma_vv
  float precision_v;         // 1 / Sigma_vv
  float cross_slope;         // Sigma_uv / Sigma_uu
  float max_q;               // alpha >= min_alpha exactly where q <= max_q (with kCullSlack)
  float extent_u, extent_v;  // half sides of the box around q <= max_q [px]
};

/// dL/d of a splat's parameters.
struct SplatGradient {
  float u, v, depth, opacity;
  float cov_uu, cov_uv, cov_vv;  // cov_uv counts both off-diagonal elements
  float color[3];
};

/// What projection and its derivative share: the Gaussian in the camera, and its axes in the image.
struct Footprint {
  Vec3 point;  // centre in the camera [m]
  float inverse_z;
  float x_over_z, y_over_z;  // clamped to kFieldOfViewMargin times half the field of view
  bool inside_x, inside_y;   // not clamped: derivatives pass
  Vec3 camera_u, camera_v;   // rows of the EWA Jacobian d(u, v)/d point [px/m]
  Vec3 map_u, map_v;         // the same towards map points
  UnitQuaternion quaternion;
  Mat3 rotation;        // map from the Gaussian's axes
  Vec3 sigma;           // [m]
  Vec3 axes_u, axes_v;  // u and v of the three axes, one sigma long [px]: Sigma = A A^T + kBlurPx2 I
};

ISOGS_HD inline Vec3 CameraPoint(const RenderCamera& camera, const Vec3& point_map) {
  return MakeMat3(camera.rotation) * point_map + LoadVec3(camera.translation);
}

ISOGS_HD inline Footprint MakeFootprint(const Gaussian& gaussian, const Vec3& point,
                                        const RenderCamera& camera) {
  Footprint f;
  f.point = point;
  f.inverse_z = 1.0f / point.z;
  // As in 3DGS the limits lie around the optical axis, wherever the principal point is.
  const float limit_x = kFieldOfViewMargin * 0.5f * static_cast<float>(camera.width) / camera.fx;
  const float limit_y = kFieldOfViewMargin * 0.5f * static_cast<float>(camera.height) / camera.fy;
  const float x_over_z = point.x * f.inverse_z;
  const float y_over_z = point.y * f.inverse_z;
  f.x_over_z = Clamp(x_over_z, -limit_x, limit_x);
  f.y_over_z = Clamp(y_over_z, -limit_y, limit_y);
  f.inside_x = f.x_over_z == x_over_z;
  f.inside_y = f.y_over_z == y_over_z;
  const float scale_u = camera.fx * f.inverse_z;
  const float scale_v = camera.fy * f.inverse_z;
  f.camera_u = {scale_u, 0.0f, -scale_u * f.x_over_z};
  f.camera_v = {0.0f, scale_v, -scale_v * f.y_over_z};
  const Mat3 camera_from_map = MakeMat3(camera.rotation);
  f.map_u = TransposedTimes(camera_from_map, f.camera_u);
  f.map_v = TransposedTimes(camera_from_map, f.camera_v);
  f.quaternion = Normalized(gaussian.quaternion);
  f.rotation = RotationMatrix(f.quaternion);
  f.sigma = {std::exp(gaussian.log_scale.x), std::exp(gaussian.log_scale.y), std::exp(gaussian.log_scale.z)};
  f.axes_u = TransposedTimes(f.rotation, f.map_u) % f.sigma;
  f.axes_v = TransposedTimes(f.rotation, f.map_v) % f.sigma;
  return f;
}

/// Depth by which a Gaussian differs from its centre's at one pixel to the right, and down.
struct DepthSlope {
  float u, v;  // [m/px]
};

/// The expected z at (u, v) of the Gaussian's points: Sigma_z,uv Sigma_uv,uv^-1 (cf. RaDe-GS, Zhang et al.,
/// 2024). Of a flat disc it is where the ray meets the disc's plane, so that depth rendered from discs on a
/// surface is that of the surface, not nearer. A constant to the derivatives.
ISOGS_HD inline DepthSlope MakeDepthSlope(const Footprint& f, const RenderCamera& camera) {
  const Vec3 row_z = LoadVec3(camera.rotation + 6);
  const Vec3 axes_z = TransposedTimes(f.rotation, row_z) % f.sigma;
  // With n = a_u x a_v: a_u |a_v|^2 - a_v (a_u . a_v) = a_v x n, without the cancellation for long thin
  // splats.
  const Vec3 normal = Cross(f.axes_u, f.axes_v);
  const float trace = Dot(f.axes_u, f.axes_u) + Dot(f.axes_v, f.axes_v);
  const float det = Dot(normal, normal) + kSlopeBlurPx2 * (trace + kSlopeBlurPx2);
  return {(Dot(axes_z, Cross(f.axes_v, normal)) + kSlopeBlurPx2 * Dot(axes_z, f.axes_u)) / det,
          (Dot(axes_z, Cross(normal, f.axes_u)) + kSlopeBlurPx2 * Dot(axes_z, f.axes_v)) / det};
}

/// The part of the image that a splat can reach, as pixel indices; empty if first > last.
struct PixelBox {
  int first_u, last_u, first_v, last_v;
};

ISOGS_HD inline PixelBox ReachedPixels(const Splat& splat, int width, int height) {
  // Clamped as floats: converting one beyond the range of int is undefined.
  const float right = static_cast<float>(width - 1);
  const float bottom = static_cast<float>(height - 1);
  return {static_cast<int>(Clamp(std::ceil(splat.u - splat.extent_u), 0.0f, right + 1.0f)),
          static_cast<int>(Clamp(std::floor(splat.u + splat.extent_u), -1.0f, right)),
          static_cast<int>(Clamp(std::ceil(splat.v - splat.extent_v), 0.0f, bottom + 1.0f)),
          static_cast<int>(Clamp(std::floor(splat.v + splat.extent_v), -1.0f, bottom))};
}

/// False if no pixel can receive alpha >= min_alpha from the Gaussian, or if a parameter is not finite.
ISOGS_HD inline bool Project(const Gaussian& gaussian, const RenderCamera& camera, float min_alpha,
                             Splat* splat) {
  const Vec3 point = CameraPoint(camera, gaussian.mean);
  if (!(point.z > kNearPlaneM)) return false;  // also NaN
  const float opacity = Logistic(gaussian.logit_opacity);
  if (!(opacity >= min_alpha)) return false;
  const Footprint f = MakeFootprint(gaussian, point, camera);
  const float cov_uu = Dot(f.axes_u, f.axes_u) + kBlurPx2;
  const float cov_uv = Dot(f.axes_u, f.axes_v);
  const float cov_vv = Dot(f.axes_v, f.axes_v) + kBlurPx2;
  // det(A A^T + b I) = |a_u x a_v|^2 + b tr(A A^T) + b^2, a sum of positive terms.
  const Vec3 normal = Cross(f.axes_u, f.axes_v);
  const float det = Dot(normal, normal) + kBlurPx2 * (cov_uu + cov_vv - kBlurPx2);
  if (!(det > 0.0f && det < 1e38f)) return false;

  const ImagePoint<float> middle = ProjectByInverse(camera, point.x, point.y, f.inverse_z);
  splat->u = middle.u;
  splat->v = middle.v;
  splat->depth = point.z;
  const DepthSlope slope = MakeDepthSlope(f, camera);
  if (!(std::abs(slope.u) + std::abs(slope.v) < 1e38f)) return false;
  splat->depth_u = slope.u;
  splat->depth_v = slope.v;
  splat->opacity = opacity;
  splat->precision_u = cov_vv / det;
  splat->slope = cov_uv / cov_vv;
  splat->precision_v = 1.0f / cov_vv;
  splat->cross_slope = cov_uv / cov_uu;
  splat->max_q = 2.0f * std::log(opacity / min_alpha) + kCullSlack;
  splat->extent_u = std::sqrt(splat->max_q * cov_uu);
  splat->extent_v = std::sqrt(splat->max_q * cov_vv);
  const PixelBox box = ReachedPixels(*splat, camera.width, camera.height);
  return box.first_u <= box.last_u && box.first_v <= box.last_v;
}

/// Derivative of the projection towards the camera: dL/d point, and dL/d of the rows camera_u, camera_v.
struct FootprintGradient {
  Vec3 point;
  Vec3 camera_u, camera_v;
  Vec3 axes_u, axes_v;
};

ISOGS_HD inline FootprintGradient BackwardFootprint(const Footprint& f, const RenderCamera& camera,
                                                    const SplatGradient& g) {
  FootprintGradient result;
  // Sigma = A A^T: dL/dA = 2 G A with the symmetric G.
  result.axes_u = (2.0f * g.cov_uu) * f.axes_u + g.cov_uv * f.axes_v;
  result.axes_v = g.cov_uv * f.axes_u + (2.0f * g.cov_vv) * f.axes_v;
  // axes_u = (camera_u W R) % sigma
  const Mat3 camera_from_map = MakeMat3(camera.rotation);
  result.camera_u = camera_from_map * (f.rotation * (result.axes_u % f.sigma));
  result.camera_v = camera_from_map * (f.rotation * (result.axes_v % f.sigma));

  // camera_u = fx/z (1, 0, -x/z): through 1/z, then through x/z unless it is clamped.
  const float scale_u = camera.fx * f.inverse_z;
  const float scale_v = camera.fy * f.inverse_z;
  const float through_scale_u = scale_u * (result.camera_u.x - f.x_over_z * result.camera_u.z);
  const float through_scale_v = scale_v * (result.camera_v.y - f.y_over_z * result.camera_v.z);
  const float ratio_x = scale_u * (g.u - (f.inside_x ? f.inverse_z * result.camera_u.z : 0.0f));
  const float ratio_y = scale_v * (g.v - (f.inside_y ? f.inverse_z * result.camera_v.z : 0.0f));
  result.point.x = ratio_x;
  result.point.y = ratio_y;
  result.point.z =
      g.depth - f.inverse_z * (ratio_x * f.point.x + ratio_y * f.point.y + through_scale_u + through_scale_v);
  return result;
}

/// Adds dL/d of the Gaussian's parameters to `row` (see column).
ISOGS_HD inline void BackwardGaussian(const Footprint& f, const RenderCamera& camera, const Splat& splat,
                                      const SplatGradient& g, float* row) {
  const FootprintGradient backward = BackwardFootprint(f, camera, g);
  AddTo(row + column::kMean, TransposedTimes(MakeMat3(camera.rotation), backward.point));
  for (int channel = 0; channel < 3; ++channel) row[column::kColor + channel] += g.color[channel];
  // axes_u = (R^T map_u) % sigma: dL/dR = map_u (dL/d axes_u % sigma)^T + the same for v.
  const Mat3 rotation = Outer(f.map_u, backward.axes_u % f.sigma) + Outer(f.map_v, backward.axes_v % f.sigma);
  BackwardRotationMatrix(f.quaternion, rotation, row + column::kRotation);
  row[column::kLogitOpacity] += g.opacity * splat.opacity * (1.0f - splat.opacity);
  AddTo(row + column::kLogScale, backward.axes_u % f.axes_u + backward.axes_v % f.axes_v);
}

/// Adds dL/dxi of the left perturbation xi = [rho, theta] of camera_from_map to `twist` (docs/method.md,
/// "Pose gradient").
ISOGS_HD inline void BackwardTwist(const Footprint& f, const RenderCamera& camera, const SplatGradient& g,
                                   float* twist) {
  const FootprintGradient backward = BackwardFootprint(f, camera, g);
  AddTo(twist, backward.point);
  // Of the point: p <- p + theta x p. Of the covariance: the rows meet W <- W + [theta] W as
  // camera_u <- camera_u - theta x camera_u.
  AddTo(twist + 3, Cross(f.point, backward.point) + Cross(backward.camera_u, f.camera_u) +
                       Cross(backward.camera_v, f.camera_v));
}

}  // namespace isogs::splat
