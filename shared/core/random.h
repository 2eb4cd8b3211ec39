// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace isogs {

/// xoshiro256** 1.0 (Blackman and Vigna, https://prng.di.unimi.it): the one source of randomness of a run.
/// Small, the same on every platform, and its whole state is four words that a checkpoint stores.
class Random {
 public:
  using State = std::array<uint64_t, 4>;

  explicit Random(uint64_t seed = 0);

  uint64_t NextBits();
  /// Uniform in [0, bound), without bias. `bound` > 0.
  uint64_t NextIndex(uint64_t bound);
  /// Uniform in [0, 1).
  double NextUnit();
  /// Normal with mean 0 and deviation 1 (Box-Muller, two draws a call).
  double NextNormal();

  const State& state() const { return state_; }
  void set_state(const State& state) { state_ = state; }

 private:
  State state_;
};

}  // namespace isogs
