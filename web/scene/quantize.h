// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace isogs::web {

/// A unit vector on an octahedron unfolded into a square, in steps of 1/127. The zero vector is (0, 0), as +z
/// is.
inline std::array<int8_t, 2> PackNormal(const float* normal) {
  const float sum = std::abs(normal[0]) + std::abs(normal[1]) + std::abs(normal[2]);
  if (!(sum > 0.0f)) return {0, 0};
  float x = normal[0] / sum, y = normal[1] / sum;
  if (normal[2] < 0.0f) {
    const float folded_x = (1.0f - std::abs(y)) * std::copysign(1.0f, x);
    y = (1.0f - std::abs(x)) * std::copysign(1.0f, y);
    x = folded_x;
  }
  return {static_cast<int8_t>(std::lrintf(127.0f * x)), static_cast<int8_t>(std::lrintf(127.0f * y))};
}

/// A quaternion x, y, z, w of any length: which one is left out in the top two bits, the others behind it in
/// their order, 10 bits each: 511 (1 + q sqrt(2)). The one that is left out is the largest, and positive.
inline uint32_t PackQuaternion(const std::array<float, 4>& q) {
  size_t largest = 0;
  float squared = 0.0f;
  for (size_t i = 0; i < 4; ++i) {
    if (std::abs(q[i]) > std::abs(q[largest])) largest = i;
    squared += q[i] * q[i];
  }
  if (!(squared > 0.0f)) return PackQuaternion({0.0f, 0.0f, 0.0f, 1.0f});
  const float scale = std::copysign(511.0f * std::sqrt(2.0f / squared), q[largest]);
  auto packed = static_cast<uint32_t>(largest);
  for (size_t i = 0; i < 4; ++i) {
    if (i == largest) continue;
    const auto steps = std::lrintf(q[i] * scale) + 511;
    packed = packed << 10 | static_cast<uint32_t>(std::clamp(steps, 0L, 1022L));
  }
  return packed;
}

}  // namespace isogs::web
