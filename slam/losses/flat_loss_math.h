// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "shared/types/disc_thickness.h"
#include "slam/losses/flat_loss.h"
#include "slam/rendering/gaussian_view.h"
#include "slam/rendering/vector_math.h"

namespace isogs {

/// How thin a Gaussian may be wished: the sensor's deviation where the view sees its mean [3].
ISOGS_HD inline float ThinnestAt(const FlatFloor& floor, const float* mean) {
  if (floor.sensor == DepthSensor::kRendered) return 0.0f;
  const float z =
      floor.z_row[0] * mean[0] + floor.z_row[1] * mean[1] + floor.z_row[2] * mean[2] + floor.z_row[3];
  return z > 0.0f ? static_cast<float>(SensorSigma(floor.sensor, z, 1.0)) : 0.0f;
}

/// The thickest that a Gaussian may be, by its scales other than the smallest, and still be a disc [m].
ISOGS_HD inline float ThickestDisc(const float* log_scales, int smallest) {
  const float a = log_scales[(smallest + 1) % 3], b = log_scales[(smallest + 2) % 3];
  return kThickestDisc * std::exp(a < b ? a : b);
}

/// Adds the derivative of `weight` times the smallest of a Gaussian's scales to its gradient row, where it is
/// above `thinnest` [m] or the Gaussian is no disc, and returns that scale [m]. `log_scales` [3]; of equals
/// the first.
ISOGS_HD inline float AddSmallestScale(const float* log_scales, float weight, float thinnest, float* row) {
  int smallest = log_scales[1] < log_scales[0] ? 1 : 0;
  if (log_scales[2] < log_scales[smallest]) smallest = 2;
  const float scale = std::exp(log_scales[smallest]);
  if (thinnest > 0.0f) thinnest = std::fmin(thinnest, ThickestDisc(log_scales, smallest));
  if (!(scale <= thinnest)) row[column::kLogScale + smallest] += weight * scale;
  return scale;
}

}  // namespace isogs
