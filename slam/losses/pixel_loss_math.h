// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "slam/losses/image_loss.h"
#include "slam/rendering/vector_math.h"

// What the image losses do at one pixel, for kernels on any device; the CPU's are vectors of the same.
namespace isogs {

/// `magnitude` with the sign of v, and zero where v is zero: the subgradient of magnitude |v|.
ISOGS_HD inline float SignedBy(float magnitude, float v) {
  return v == 0.0f ? 0.0f : (v < 0.0f ? -magnitude : magnitude);
}

/// Square of the error of a colour as it is shown: clamped to 0..1.
ISOGS_HD inline float ShownSquare(float image, float target) {
  const float error = splat::Clamp(image, 0.0f, 1.0f) - target;
  return error * error;
}

/// Whether tracking compares a pixel.
ISOGS_HD inline bool IsTracked(float measured_m, float silhouette, float min_silhouette) {
  return measured_m > 0.0f && silhouette > min_silhouette;
}

/// Huber's weight: 1 / sigma^2 min(1, huber sigma / |r|).
ISOGS_HD inline float HuberWeight(float residual, float sigma, float huber) {
  const float limit = huber * sigma;
  const float size = std::abs(residual);
  return limit / (sigma * sigma * (size > limit ? size : limit));
}

/// Standard deviation of a measured depth; `sigma_m` is that at 1 m.
ISOGS_HD inline float DepthSigma(float measured_m, float sigma_m) {
  return 0.5f * sigma_m * (measured_m * measured_m + 1.0f);
}

}  // namespace isogs
