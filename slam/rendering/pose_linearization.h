// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/geometry/pinhole.h"
#include "slam/rendering/rasterizer.h"
#include "slam/rendering/rasterizer_math.h"

/// Residuals of a pixel and how they move with the pose (see Rasterizer::LinearizePose). With the pixel's
/// surface point at depth Z = D / S (depth and silhouette planes), moving as MotionAt says,
///   J_intensity = dI/du u' + dI/dv v',   J_depth = dD/du u' + dD/dv v' + S Z'.
namespace isogs::splat {

/// Derivative of one plane of a pixel when all its splats move together in the image.
struct ImageGradient {
  float u = 0.0f;
  float v = 0.0f;

  /// `gradient_alpha` = d plane/d alpha; dq/du = -2 a t, dq/dv = 2 (a slope t - c dv), dalpha/dq = -alpha/2.
  ISOGS_HD void Add(const Splat& splat, const PixelOffset& at, float alpha, float gradient_alpha) {
    const float along_u = splat.precision_u * at.t;
    u += gradient_alpha * alpha * along_u;
    v += gradient_alpha * alpha * (splat.precision_v * at.dv - splat.slope * along_u);
  }
};

/// Walks the splats of a pixel, nearest first.
struct ImageGradients {
  ImageGradient intensity, depth;
  BackwardBlend intensity_blend, depth_blend;  // begin with the pixel's intensity and depth plane

  /// `bounded`: alpha is kMaxAlpha and does not depend on the splat's place.
  ISOGS_HD void Add(const Splat& splat, const float* color, const PixelOffset& at, float alpha,
                    bool bounded) {
    const float to_intensity = intensity_blend.Next(alpha, (color[0] + color[1] + color[2]) / 3.0f);
    // By the slope, too, as the splat moves.
    const float weight = alpha * depth_blend.transmittance;
    depth.u -= weight * splat.depth_u;
    depth.v -= weight * splat.depth_v;
    const float to_depth = depth_blend.Next(alpha, DepthAt(splat, at));
    if (bounded) return;
    intensity.Add(splat, at, alpha, to_intensity);
    depth.Add(splat, at, alpha, to_depth);
  }
};

/// How the surface point seen in a pixel moves in the image, and in depth, with the pose's twist.
template <typename Real>
struct SurfaceMotion {
  Real u[6], v[6];  // [px]
  Real depth[6];    // [m]
};

/// d/dxi of the projection of p <- p + rho + theta x p.
template <typename Real>
ISOGS_HD inline SurfaceMotion<Real> MotionAt(const RenderCamera& camera, int u, int v, Real depth_m) {
  const Real fx = camera.fx, fy = camera.fy;
  const LineOfSight<Real> sight = SightOf(camera, static_cast<Real>(u), static_cast<Real>(v));
  const Real x = sight.x * depth_m, y = sight.y * depth_m;
  const Real point_x[6] = {1, 0, 0, 0, depth_m, -y};
  const Real point_y[6] = {0, 1, 0, -depth_m, 0, x};
  SurfaceMotion<Real> motion = {{}, {}, {0, 0, 1, y, -x, 0}};
  for (int i = 0; i < 6; ++i) {
    motion.u[i] = fx / depth_m * (point_x[i] - sight.x * motion.depth[i]);
    motion.v[i] = fy / depth_m * (point_y[i] - sight.y * motion.depth[i]);
  }
  return motion;
}

/// A PoseSystem as numbers to add up: the upper triangle of the Hessian by rows, then the gradient.
inline constexpr int kHessianSums = 21;
inline constexpr int kPoseSums = kHessianSums + 6;

template <typename Real>
ISOGS_HD inline void AddResidual(Real weight, Real residual, const Real* jacobian, Real* sums) {
  int k = 0;
  for (int i = 0; i < 6; ++i) {
    const Real weighted = weight * jacobian[i];
    for (int j = i; j < 6; ++j) sums[k++] += weighted * jacobian[j];
    sums[kHessianSums + i] += weighted * residual;
  }
}

/// What a pixel's residuals are about.
struct PixelResidual {
  float intensity, intensity_weight, depth_m, depth_weight;
};

/// Adds both residuals of pixel (u, v). `depth`, `silhouette`: its planes.
template <typename Real>
ISOGS_HD inline void AddPixel(const RenderCamera& camera, int u, int v, float depth, float silhouette,
                              const ImageGradients& gradients, const PixelResidual& residual, Real* sums) {
  const SurfaceMotion<Real> motion = MotionAt<Real>(camera, u, v, static_cast<Real>(depth) / silhouette);
  Real intensity[6], depths[6];
  for (int i = 0; i < 6; ++i) {
    intensity[i] = gradients.intensity.u * motion.u[i] + gradients.intensity.v * motion.v[i];
    depths[i] =
        gradients.depth.u * motion.u[i] + gradients.depth.v * motion.v[i] + silhouette * motion.depth[i];
  }
  AddResidual<Real>(residual.intensity_weight, residual.intensity, intensity, sums);
  AddResidual<Real>(residual.depth_weight, residual.depth_m, depths, sums);
}

/// `sums` [kPoseSums]
inline PoseSystem MakePoseSystem(const double* sums) {
  PoseSystem system;
  int k = 0;
  for (int i = 0; i < 6; ++i) {
    for (int j = i; j < 6; ++j) system.hessian(i, j) = system.hessian(j, i) = sums[k++];
    system.gradient(i) = sums[kHessianSums + i];
  }
  return system;
}

}  // namespace isogs::splat
