// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace isogs {

/// From so many decimals on, rounding changes nothing.
inline constexpr int kAllDecimals = 8;

/// Values below `threshold` become 0. NaN stays.
void ZeroBelow(float threshold, std::span<float> values);
/// To `decimals` behind the point: the float next to the decimal number next to each. NaN stays.
void RoundTo(int decimals, std::span<float> values);
/// NaN becomes `fill`.
void FillUnobserved(float fill, std::span<float> values);

/// How much of the values is empty.
struct Sparsity {
  int64_t zero = 0, unobserved = 0, values = 0;
  double zero_percent() const { return Percent(zero); }
  double unobserved_percent() const { return Percent(unobserved); }

 private:
  double Percent(int64_t count) const {
    return values > 0 ? 100.0 * static_cast<double>(count) / static_cast<double>(values) : 0.0;
  }
};
void Count(std::span<const float> values, Sparsity* sparsity);

}  // namespace isogs
