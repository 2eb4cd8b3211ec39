// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "slam/rendering/gaussian_view.h"
#include "slam/rendering/vector_math.h"

namespace isogs {

/// Adds the derivative of `weight` times the smallest of a Gaussian's scales to its gradient row, and returns
/// that scale [m]. `log_scales` [3]; of equals the first.
ISOGS_HD inline float AddSmallestScale(const float* log_scales, float weight, float* row) {
  int smallest = log_scales[1] < log_scales[0] ? 1 : 0;
  if (log_scales[2] < log_scales[smallest]) smallest = 2;
  const float scale = std::exp(log_scales[smallest]);
  row[column::kLogScale + smallest] += weight * scale;
  return scale;
}

}  // namespace isogs
