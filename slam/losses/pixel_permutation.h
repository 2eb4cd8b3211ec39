// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "slam/rendering/vector_math.h"

namespace isogs {

/// A permutation of 0..size - 1 that looks random and is computed place by place: a Feistel network (Luby and
/// Rackoff, 1988) over the next even power of two, walked until it comes back into the range.
struct PixelPermutation {
  uint64_t seed = 0;
  uint32_t size = 1;
  int half_bits = 1;

  PixelPermutation(uint64_t seed_, uint32_t size_) : seed(seed_), size(size_) {
    while (half_bits < 16 && (uint64_t{1} << (2 * half_bits)) < size) ++half_bits;
  }

  /// For `place` < size; 1 to 4 walks on average.
  ISOGS_HD uint32_t At(uint32_t place) const {
    do {
      place = Walk(place);
    } while (place >= size);
    return place;
  }

 private:
  static constexpr int kRounds = 6;

  /// Mixes all bits (the finaliser of MurmurHash3, Appleby).
  ISOGS_HD static uint32_t Mix(uint32_t x) {
    x = (x ^ (x >> 16)) * 0x85ebca6bu;
    x = (x ^ (x >> 13)) * 0xc2b2ae35u;
    return x ^ (x >> 16);
  }
  ISOGS_HD uint32_t Walk(uint32_t value) const {
    const uint32_t mask = (1u << half_bits) - 1;
    uint32_t left = value >> half_bits, right = value & mask;
    for (int round = 0; round < kRounds; ++round) {
      const uint32_t key =
          static_cast<uint32_t>(seed >> (round % 2 * 32)) + 0x9e3779b9u * static_cast<uint32_t>(round);
      const uint32_t next = left ^ (Mix(right + key) & mask);
      left = right;
      right = next;
    }
    return left << half_bits | right;
  }
};

}  // namespace isogs
