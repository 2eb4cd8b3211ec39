// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "slam/rendering/projection_math.h"
#include "slam/rendering/vector_math.h"

/// Blending of splats in a pixel, front to back, and its derivative (3DGS, Kerbl et al., 2023). All back ends
/// take these steps in this order, so that they skip and stop at the same splats.
namespace isogs::splat {

inline constexpr int kTileSize = 16;
inline constexpr float kMaxAlpha = 0.99f;
inline constexpr float kMinTransmittance = 1e-4f;

/// Where a pixel lies in a splat.
struct PixelOffset {
  float t;   // du - slope dv: distance from the ridge [px]
  float dv;  // [px]
};

ISOGS_HD inline PixelOffset OffsetFrom(const Splat& splat, float u, float v) {
  const float dv = v - splat.v;
  return {(u - splat.u) - splat.slope * dv, dv};
}

/// The splat's depth at the pixel [m].
ISOGS_HD inline float DepthAt(const Splat& splat, const PixelOffset& d) {
  return splat.depth + splat.depth_u * (d.t + splat.slope * d.dv) + splat.depth_v * d.dv;
}

ISOGS_HD inline float Exponent(const Splat& splat, const PixelOffset& d) {
  return splat.precision_u * (d.t * d.t) + splat.precision_v * (d.dv * d.dv);
}

/// The smallest exponent q over the rectangle: a splat reaches some pixel centre in it only if that is at
/// most max_q. Exact, and free of branches: the minimum of a convex quadratic over a rectangle that does not
/// hold its centre lies on an edge that faces the centre, so it is one of two points (cf. StopThePop, Radl et
/// al., 2024); with the centre inside, both are the centre.
ISOGS_HD inline float SmallestExponent(const Splat& splat, float u0, float v0, float u1, float v1) {
  const float facing_u = Clamp(splat.u, u0, u1);
  const float facing_v = Clamp(splat.v, v0, v1);
  const float v_on_edge = Clamp(splat.v + splat.cross_slope * (facing_u - splat.u), v0, v1);
  const float u_on_edge = Clamp(splat.u + splat.slope * (facing_v - splat.v), u0, u1);
  const float on_vertical = Exponent(splat, OffsetFrom(splat, facing_u, v_on_edge));
  const float on_horizontal = Exponent(splat, OffsetFrom(splat, u_on_edge, facing_v));
  return on_vertical < on_horizontal ? on_vertical : on_horizontal;
}

/// Opacity of the splat at exponent q, before the bound kMaxAlpha.
ISOGS_HD inline float UnboundedAlpha(const Splat& splat, float q) {
  return splat.opacity * std::exp(-0.5f * q);
}
ISOGS_HD inline float BoundedAlpha(float alpha) { return alpha < kMaxAlpha ? alpha : kMaxAlpha; }

/// Sums over the pixels of a splat from which its gradient follows: of dL/dq times 1, t, dv, t^2, t dv, dv^2,
/// and of alpha T times the gradients of colour and depth. Cheaper to accumulate than the gradient itself.
struct SplatSums {
  float one, t, v, tt, tv, vv;
  float color[3];
  float depth;
};

ISOGS_HD inline void Add(const SplatSums& other, SplatSums* sums) {
  sums->one += other.one;
  sums->t += other.t;
  sums->v += other.v;
  sums->tt += other.tt;
  sums->tv += other.tv;
  sums->vv += other.vv;
  for (int channel = 0; channel < 3; ++channel) sums->color[channel] += other.color[channel];
  sums->depth += other.depth;
}

/// Adds one pixel's part: `gradient_q` = dL/dq, 0 where alpha is bounded by kMaxAlpha.
ISOGS_HD inline void AddExponentGradient(const PixelOffset& d, float gradient_q, SplatSums* sums) {
  sums->one += gradient_q;
  sums->t += gradient_q * d.t;
  sums->v += gradient_q * d.dv;
  sums->tt += gradient_q * d.t * d.t;
  sums->tv += gradient_q * d.t * d.dv;
  sums->vv += gradient_q * d.dv * d.dv;
}

ISOGS_HD inline SplatGradient GradientFromSums(const Splat& s, const SplatSums& sums) {
  SplatGradient g;
  // q = a t^2 + c dv^2 with t = (pixel_u - u) - slope dv, dv = pixel_v - v.
  const float a = s.precision_u;
  const float c = s.precision_v;
  // The depth in a pixel changes by its slope as the centre moves.
  g.u = -2.0f * a * sums.t - s.depth_u * sums.depth;
  g.v = 2.0f * (a * s.slope * sums.t - c * sums.v) - s.depth_v * sums.depth;
  // a = 1 / (uu - uv^2 / vv), slope = uv / vv, c = 1 / vv.
  const float through_variance_u = -a * a * sums.tt;
  const float through_slope = -2.0f * a * sums.tv;
  const float through_variance_v = -c * c * sums.vv;
  g.cov_uu = through_variance_u;
  g.cov_uv = -2.0f * s.slope * through_variance_u + c * through_slope;
  g.cov_vv = s.slope * (s.slope * through_variance_u - c * through_slope) + through_variance_v;
  g.opacity = -2.0f * sums.one / s.opacity;  // alpha is proportional to it, and dalpha/dq = -alpha/2
  for (int channel = 0; channel < 3; ++channel) g.color[channel] = sums.color[channel];
  g.depth = sums.depth;
  return g;
}

/// Walks a pixel's splats front to back through the derivative of one scalar X = sum_i alpha_i T_i x_i.
struct BackwardBlend {
  float remaining;  // X of the splats from here on; begins as X of the whole pixel
  float transmittance = 1.0f;

  /// dX/dalpha of the next splat: its own part, less what it takes from those behind (Taming 3DGS, 2024).
  ISOGS_HD float Next(float alpha, float x) {
    remaining -= alpha * transmittance * x;
    const float gradient = transmittance * x - remaining / (1.0f - alpha);
    transmittance *= 1.0f - alpha;
    return gradient;
  }
};

}  // namespace isogs::splat
