// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/voxel_values.h"

#include <cmath>

namespace isogs {

void ZeroBelow(float threshold, std::span<float> values) {
  for (float& value : values) {
    if (value < threshold) value = 0.0f;
  }
}

void RoundTo(int decimals, std::span<float> values) {
  if (decimals >= kAllDecimals) return;
  const double scale = std::pow(10.0, decimals);
  for (float& value : values) {
    // In double, so that the decimal is the nearest. + 0: no -0, which would be another pattern of bits.
    value = static_cast<float>(std::nearbyint(static_cast<double>(value) * scale) / scale + 0.0);
  }
}

void FillUnobserved(float fill, std::span<float> values) {
  if (std::isnan(fill)) return;
  for (float& value : values) {
    if (std::isnan(value)) value = fill;
  }
}

void Count(std::span<const float> values, Sparsity* sparsity) {
  for (const float value : values) {
    sparsity->zero += value == 0.0f ? 1 : 0;
    sparsity->unobserved += std::isnan(value) ? 1 : 0;
  }
  sparsity->values += static_cast<int64_t>(values.size());
}

}  // namespace isogs
