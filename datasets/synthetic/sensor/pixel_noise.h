// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace isogs::synthetic {

/// Random numbers of one pixel of one frame: the same in whatever order pixels are visited.
class PixelNoise {
 public:
  PixelNoise(uint64_t seed, int64_t frame, int x, int y)
      : state_(Mixed(seed ^ Mixed(static_cast<uint64_t>(frame) ^
                                  Mixed(static_cast<uint64_t>(y) << 32 | static_cast<uint32_t>(x))))) {}

  /// Uniform in [0, 1).
  float Unit() {
    state_ += 0x9e3779b97f4a7c15ull;
    return static_cast<float>(Mixed(state_) >> 40) * 0x1.0p-24f;
  }
  /// Mean 0, deviation 1 (Box-Muller).
  float Normal() {
    const float radius = std::sqrt(-2.0f * std::log(1.0f - Unit()));
    return radius * std::cos(2.0f * std::numbers::pi_v<float> * Unit());
  }

 private:
  /// SplitMix64's.
  static uint64_t Mixed(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

}  // namespace isogs::synthetic
