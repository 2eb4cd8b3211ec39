// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "shared/core/host_device.h"

namespace isogs {

/// FastExp2 (exp2-inl.h) of one number, for kernels: the bits of its vectors where these have fused
/// multiply-add.
ISOGS_HD inline float FastExp2(float x) {
  const float shift = 12582912.0f;
  const float shifted = x + shift;
  const float f = x - (shifted - shift);
  float p = std::fma(f, 9.570101908e-03f, 5.591786032e-02f);
  p = std::fma(f, p, 2.402474483e-01f);
  p = std::fma(f, p, 6.931218147e-01f);
  p = std::fma(f, p, 9.999992614e-01f);
  return std::bit_cast<float>(std::bit_cast<uint32_t>(p) + (std::bit_cast<uint32_t>(shifted) << 23));
}

}  // namespace isogs
