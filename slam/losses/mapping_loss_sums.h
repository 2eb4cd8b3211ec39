// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "slam/losses/image_loss.h"
#include "slam/rendering/vector_math.h"

// From the sums over pixels to the mapping loss, for any back end.
namespace isogs {

inline constexpr int kColors = 3;

struct MappingLossSums {
  int64_t valid = 0;            // pixels with a valid measured depth; over these:
  double depth_error_m = 0.0;   // |D - S D*|
  double silhouette = 0.0;      // S
  double squared_error = 0.0;   // of the colours shown
  double absolute_error = 0.0;  // of the colours of all pixels
  double ssim = 0.0;            // of the colours of all pixels
};

/// `weight` of a mean over the valid pixels, for one of them.
ISOGS_HD inline float PerValidPixel(float weight, double valid) {
  return valid > 0.0 ? static_cast<float>(static_cast<double>(weight) / valid) : 0.0f;
}

/// Factors of |C - C*| and of SSIM at one pixel's colour.
struct ColorScales {
  ColorScales(const MappingLossWeights& weights, size_t pixels)
      : l1(static_cast<float>(weights.color * (1.0 - weights.ssim) /
                              (kColors * static_cast<double>(pixels)))),
        ssim(static_cast<float>(-1.0 * weights.color * weights.ssim /
                                (kColors * static_cast<double>(pixels)))) {}
  float l1;
  float ssim;
};

inline double Psnr(double squared_sum, int64_t values) {
  constexpr double kMaxPsnrDb = 100.0;  // where the images agree
  if (values == 0) return 0.0;
  const double mean = squared_sum / static_cast<double>(values);
  return mean > 0.0 ? std::min(kMaxPsnrDb, -10.0 * std::log10(mean)) : kMaxPsnrDb;
}

inline MappingLossValue MakeMappingLossValue(const MappingLossSums& sums, size_t pixels,
                                             const MappingLossWeights& weights) {
  const auto valid = static_cast<double>(sums.valid);
  const double color_values = kColors * static_cast<double>(pixels);
  MappingLossValue value;
  value.depth_l1_m = sums.valid > 0 ? sums.depth_error_m / valid : 0.0;
  value.silhouette = sums.valid > 0 ? sums.silhouette / valid : 1.0;
  value.color_l1 = sums.absolute_error / color_values;
  value.ssim = sums.ssim / color_values;
  value.valid = sums.valid;
  value.psnr_db = Psnr(sums.squared_error, kColors * sums.valid);
  value.total = weights.depth * value.depth_l1_m + weights.silhouette * (1.0 - value.silhouette) +
                weights.color * ((1.0 - weights.ssim) * value.color_l1 + weights.ssim * (1.0 - value.ssim));
  return value;
}

}  // namespace isogs
