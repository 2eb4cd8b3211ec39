// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include "shared/geometry/logistic.h"
#include "shared/types/gaussian_cloud.h"
#include "shared/types/parameter_limits.h"

namespace isogs {

// A Gaussian's values as splat files hold them.

inline constexpr float kConstantHarmonic = 0.28209479177387814f;  // Y_00 = 1 / (2 sqrt(pi))

/// The constant spherical harmonic of each colour.
inline std::array<float, 3> ConstantHarmonics(const GaussianCloud& cloud, size_t i) {
  const float* color = &cloud.colors[3 * i];
  return {(color[0] - 0.5f) / kConstantHarmonic, (color[1] - 0.5f) / kConstantHarmonic,
          (color[2] - 0.5f) / kConstantHarmonic};
}

/// The colour of a constant harmonic.
inline float ColorOf(float harmonic) { return harmonic * kConstantHarmonic + 0.5f; }

/// 0 to 1; the logit that stands for 1 gives just that.
inline float OpacityOf(const GaussianCloud& cloud, size_t i) {
  const float logit = cloud.logit_opacities[i];
  return logit >= kOpaqueLogit ? 1.0f : Logistic(logit);
}

/// Sigmas [m].
inline std::array<float, 3> ScalesOf(const GaussianCloud& cloud, size_t i) {
  const float* log_scales = &cloud.log_scales[3 * i];
  return {std::exp(log_scales[0]), std::exp(log_scales[1]), std::exp(log_scales[2])};
}

/// Of length 1: w, x, y, z.
inline std::array<float, 4> UnitRotation(const GaussianCloud& cloud, size_t i) {
  const float* q = &cloud.rotations[4 * i];
  const float scale = 1.0f / std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  return {scale * q[0], scale * q[1], scale * q[2], scale * q[3]};
}

}  // namespace isogs
