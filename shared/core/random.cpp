// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/random.h"

#include <bit>
#include <cmath>
#include <numbers>

namespace isogs {

Random::Random(uint64_t seed) {
  for (uint64_t& word : state_) {  // SplitMix64, as its authors advise for seeding
    seed += 0x9e3779b97f4a7c15ull;
    uint64_t z = seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    word = z ^ (z >> 31);
  }
}

uint64_t Random::NextBits() {
  const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

uint64_t Random::NextIndex(uint64_t bound) {
  const uint64_t rejected_below = (0 - bound) % bound;  // 2^64 mod bound
  for (;;) {
    const uint64_t bits = NextBits();
    if (bits >= rejected_below) return bits % bound;
  }
}

double Random::NextUnit() { return static_cast<double>(NextBits() >> 11) * 0x1.0p-53; }

double Random::NextNormal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - NextUnit()));
  return radius * std::cos(2.0 * std::numbers::pi * NextUnit());
}

}  // namespace isogs
