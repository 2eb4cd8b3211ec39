// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "slam/losses/view_cone.h"
#include "slam/rendering/projection_math.h"

/// A Gaussian's density at points of the measured surface, and its derivative (see IsoLoss).
namespace isogs::iso {

/// Added to the bounds of a ball in the image, so that rounding there drops no sample.
inline constexpr float kPixelSlack = 0.02f;
inline constexpr float kRadiusSlack = 1.0001f;
/// A ball as near as this many radii may be seen anywhere.
inline constexpr float kNearRadii = 1.05f;
/// Scales beyond its exponential [m] count as it.
inline constexpr float kMaxLogScale = 80.0f;

using splat::Vec3;

/// Radius of the ball around a Gaussian's support [m].
ISOGS_HD inline float BallRadius(const float* log_scales, float support_sigma) {
  float largest = log_scales[0] > log_scales[1] ? log_scales[0] : log_scales[1];
  largest = log_scales[2] > largest ? log_scales[2] : largest;
  return std::exp(largest < kMaxLogScale ? largest : kMaxLogScale) * kRadiusSlack * support_sigma;
}

/// Pixels of one axis, both ends included.
struct PixelRange {
  int first, last;
};

/// Those between the tangents to a circle of the radius around (x, z): those of slopes
/// (x z -+ r sqrt(x^2 + z^2 - r^2)) / (z^2 - r^2). All where it is not clearly before the camera.
ISOGS_HD inline PixelRange Interval(float x, float z, float radius, float focal, float centre, int size) {
  if (!(z > radius * kNearRadii)) return {0, size - 1};
  const float depth2 = z * z - radius * radius;
  const float tangent = radius * std::sqrt(x * x + depth2);
  const float low = (x * z - tangent) / depth2, high = (x * z + tangent) / depth2;
  const float last_pixel = static_cast<float>(size - 1);
  return {
      static_cast<int>(
          splat::Clamp(std::ceil(low * focal + (centre - kPixelSlack)), 0.0f, last_pixel + 1.0f)),
      static_cast<int>(splat::Clamp(std::floor(high * focal + (centre + kPixelSlack)), -1.0f, last_pixel))};
}

/// Pixels in which a ball can be seen; empty if it cannot, or if a parameter is not a number.
struct BallBox {
  PixelRange u{0, -1}, v{0, -1};
};

ISOGS_HD inline BallBox BoxOfBall(const RenderCamera& camera, const ViewCone& cone, const float* mean,
                                  float radius) {
  if (!Meets(cone, mean, radius)) return {};
  const Vec3 point = splat::CameraPoint(camera, splat::LoadVec3(mean));
  return {Interval(point.x, point.z, radius, camera.fx, camera.cx, camera.width),
          Interval(point.y, point.z, radius, camera.fy, camera.cy, camera.height)};
}

/// A Gaussian as needed to evaluate it at a point: u = axes (p - mean), q = |u|^2.
struct Whitened {
  Vec3 mean;
  splat::UnitQuaternion quaternion;
  splat::Mat3 rotation;  // map from the Gaussian's axes
  Vec3 sigma, inverse;   // [m], [1/m]
  splat::Mat3 axes;      // S^-1 R^T
  float opacity;         // 0 where a parameter is not a number
};

ISOGS_HD inline Whitened Whiten(const splat::Gaussian& gaussian) {
  Whitened w;
  w.mean = gaussian.mean;
  w.quaternion = splat::Normalized(gaussian.quaternion);
  w.rotation = splat::RotationMatrix(w.quaternion);
  const Vec3 log_scale = gaussian.log_scale;
  const auto scale = [](float value) { return std::exp(value < kMaxLogScale ? value : kMaxLogScale); };
  w.sigma = {scale(log_scale.x), scale(log_scale.y), scale(log_scale.z)};
  w.inverse = {1.0f / w.sigma.x, 1.0f / w.sigma.y, 1.0f / w.sigma.z};
  const splat::Mat3& r = w.rotation;
  w.axes = {{w.inverse.x * Vec3{r.row[0].x, r.row[1].x, r.row[2].x},
             w.inverse.y * Vec3{r.row[0].y, r.row[1].y, r.row[2].y},
             w.inverse.z * Vec3{r.row[0].z, r.row[1].z, r.row[2].z}}};
  const float sum = log_scale.x + log_scale.y + log_scale.z + gaussian.logit_opacity;
  w.opacity = sum == sum ? Logistic(gaussian.logit_opacity) : 0.0f;
  return w;
}

/// u at a point, q = |u|^2, and exp(-q/2) where q is at most max_q, else 0.
struct Kernel {
  Vec3 u;
  float value;
};

ISOGS_HD inline Kernel Evaluate(const Whitened& w, const Vec3& point, float max_q) {
  const Vec3 u = w.axes * Vec3{point.x - w.mean.x, point.y - w.mean.y, point.z - w.mean.z};
  const float q = Dot(u, u);
  return {u, q <= max_q ? std::exp(-0.5f * q) : 0.0f};
}

/// Sums over the points of c = slope exp(-q/2) times 1, u, u u^T.
struct Sums {
  float one = 0.0f;
  Vec3 first{0, 0, 0};
  Vec3 squares{0, 0, 0};  // xx yy zz
  Vec3 mixed{0, 0, 0};    // yz xz xy

  ISOGS_HD void Add(float c, const Vec3& u) {
    const Vec3 cu = c * u;
    one += c;
    first = first + cu;
    squares = squares + cu % u;
    mixed = mixed + Vec3{cu.y * u.z, cu.x * u.z, cu.x * u.y};
  }
};

/// Adds the gradient that follows from the sums to the Gaussian's row. With u = S^-1 R^T v, w = opacity
/// exp(-|u|^2/2):
///   dw/dmean = w R S^-1 u,   dw/dlog s_k = w u_k^2,   dw/dlogit = w (1 - opacity),
/// and for R <- R Exp(theta), as only the antisymmetric part of R^T dw/dR = -w S u u^T S^-1 counts,
///   dw/dtheta_x = w u_y u_z (s_y / s_z - s_z / s_y), and so on in turn.
ISOGS_HD inline void AddToRow(const Whitened& w, const Sums& sums, float* row) {
  splat::AddTo(row + column::kMean, w.rotation * (w.opacity * (sums.first % w.inverse)));
  const Vec3& s = w.sigma;
  const Vec3& inverse = w.inverse;
  const Vec3 theta =
      w.opacity * (sums.mixed % Vec3{s.y * inverse.z - s.z * inverse.y, s.z * inverse.x - s.x * inverse.z,
                                     s.x * inverse.y - s.y * inverse.x});
  // q <- q (1, theta/2) moves the unit quaternion: dL/dq = 2 q (0, dL/dtheta), then through the norm.
  const splat::UnitQuaternion& q = w.quaternion;
  const float scale = 2.0f * q.inverse_norm;
  float* const rotation = row + column::kRotation;
  rotation[0] -= scale * (q.x * theta.x + q.y * theta.y + q.z * theta.z);
  rotation[1] += scale * (q.w * theta.x + q.y * theta.z - q.z * theta.y);
  rotation[2] += scale * (q.w * theta.y + q.z * theta.x - q.x * theta.z);
  rotation[3] += scale * (q.w * theta.z + q.x * theta.y - q.y * theta.x);
  row[column::kLogitOpacity] += w.opacity * sums.one * (1.0f - w.opacity);
  splat::AddTo(row + column::kLogScale, w.opacity * sums.squares);
}

}  // namespace isogs::iso
