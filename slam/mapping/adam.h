// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "slam/rendering/gaussian_view.h"

namespace isogs {

/// The map's parameters and Adam state, writable, on the back end's device.
struct MutableGaussians {
  int64_t count = 0;
  float* means = nullptr;
  float* colors = nullptr;
  float* rotations = nullptr;
  float* logit_opacities = nullptr;
  float* log_scales = nullptr;
  float* first_moments = nullptr;   // [N,16], see column
  float* second_moments = nullptr;  // [N,16]
  int32_t* steps = nullptr;         // [N] updates a Gaussian has had, for the bias correction
};

struct AdamOptions {
  float rates[column::kStride] = {};  // step size a column
  float beta1 = 0.9f;
  float beta2 = 0.999f;
  float epsilon = 1e-15f;
  float decay_steps = 0.0f;     // a Gaussian's n-th step is 1 / sqrt(1 + n / decay_steps) as long; 0: as long
  float min_log_scale = -7.6f;  // log_scales are kept at or above

  /// No step is longer than this many times its rate, whatever the gradients were: with
  /// m = (1 - b1) sum b1^k g_k and v = (1 - b2) sum b2^k g_k^2, Cauchy and Schwarz give
  /// m^2 / v <= (1 - b1)^2 / (1 - b2) sum (b1^2 / b2)^k, and bias correction and decay only shorten steps.
  float LongestStepOverRate() const {
    return (1.0f - beta1) / std::sqrt((1.0f - beta2) * (1.0f - beta1 * beta1 / beta2));
  }
};

/// Adam (Kingma and Ba, 2015) on the Gaussians that `gradients` lists, all columns in one pass; others stay
/// as they are, as in "selective" Adam (Taming 3DGS).
class AdamUpdater {
 public:
  virtual ~AdamUpdater() = default;
  virtual void Update(const GradientRows& gradients, const AdamOptions& options,
                      const MutableGaussians& map) = 0;
};

}  // namespace isogs
