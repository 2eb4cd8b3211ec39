// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "slam/rendering/vector_math.h"

/// Structural similarity (Wang et al. 2004) with an 11x11 Gaussian window of sigma 1.5, C1 = 0.01^2 and
/// C2 = 0.03^2, for kernels on any device.
namespace isogs::ssim {

inline constexpr int kRadius = 5;
inline constexpr float kC1 = 1e-4f;
inline constexpr float kC2 = 9e-4f;

/// Weights of the window along one axis, from its middle outwards.
struct Window {
  float taps[kRadius + 1];
};

/// exp(-k^2 / (2 sigma^2)) for k = 0..5, normalised over the 11 taps.
inline Window MakeWindow() {
  double taps[kRadius + 1];
  double sum = 0.0;
  for (int k = 0; k <= kRadius; ++k) {
    taps[k] = std::exp(-k * k / (2.0 * 1.5 * 1.5));
    sum += k == 0 ? taps[k] : 2.0 * taps[k];
  }
  Window window;
  for (int k = 0; k <= kRadius; ++k) window.taps[k] = static_cast<float>(taps[k] / sum);
  return window;
}

/// Means over the window around a pixel, x the image, y the target.
struct Means {
  float x, y;
  float squares;  // of x^2 + y^2
  float product;  // of x y
};

/// SSIM at a pixel, and its derivatives to the means of x, x^2 + y^2 and x y.
struct Terms {
  float ssim;
  float by_mean, by_squares, by_product;
};

/// SSIM = a1 a2 / (b1 b2). Only the sum of the two variances occurs, so that x^2 and y^2 share one mean.
ISOGS_HD inline Terms TermsOf(const Means& mean) {
  const float mean_xy = mean.x * mean.y;
  const float mean_xx_yy = mean.x * mean.x + mean.y * mean.y;
  const float a1 = 2.0f * mean_xy + kC1;
  const float a2 = 2.0f * (mean.product - mean_xy) + kC2;
  const float b1 = mean_xx_yy + kC1;
  const float b2 = (mean.squares - mean_xx_yy) + kC2;
  const float inverse = 1.0f / (b1 * b2);
  Terms terms;
  terms.ssim = a1 * a2 * inverse;
  terms.by_mean = 2.0f * inverse * (mean.y * (a2 - a1) - mean.x * terms.ssim * (b2 - b1));
  terms.by_squares = -terms.ssim * (b1 * inverse);
  terms.by_product = 2.0f * inverse * a1;
  return terms;
}

}  // namespace isogs::ssim
