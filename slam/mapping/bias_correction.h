// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace isogs {

/// What Adam's moments are multiplied by after a number of updates.
struct BiasCorrection {
  float first = 1.0f;        // decay / (1 - beta1^step)
  float root_second = 1.0f;  // 1 / sqrt(1 - beta2^step)
};

/// Bias corrections by step: every Gaussian has a count of its own, so they are looked up, not computed.
class BiasCorrections {
 public:
  /// With `decay_steps` above 0 the n-th step is 1 / sqrt(1 + n / decay_steps) as long. Returns whether the
  /// corrections changed.
  bool Set(float beta1, float beta2, float decay_steps) {
    if (beta1 == beta1_ && beta2 == beta2_ && decay_steps == decay_steps_) return false;
    beta1_ = beta1;
    beta2_ = beta2;
    decay_steps_ = decay_steps;
    table_.clear();
    bool saturated = false;
    for (int32_t step = 0; step < kMaxSize && !saturated; ++step) {
      table_.push_back(Compute(std::max(step, 1)));
      saturated = table_.back().first == 1.0f && table_.back().root_second == 1.0f;
    }
    return true;
  }

  /// By step, from 0; the last stands for all beyond.
  const std::vector<BiasCorrection>& table() const { return table_; }

  /// `step` >= 1, the update being made included.
  BiasCorrection At(int32_t step) const {
    return table_[std::min(static_cast<size_t>(step), table_.size() - 1)];
  }

 private:
  static constexpr int32_t kMaxSize = 1 << 16;  // beta2 = 0.999 without decay saturates at 17 k

  BiasCorrection Compute(int32_t step) const {
    const double first = 1.0 - std::pow(static_cast<double>(beta1_), step);
    const double second = 1.0 - std::pow(static_cast<double>(beta2_), step);
    const double decay =
        decay_steps_ > 0.0f ? 1.0 / std::sqrt(1.0 + step / static_cast<double>(decay_steps_)) : 1.0;
    return {static_cast<float>(decay / first), static_cast<float>(1.0 / std::sqrt(second))};
  }

  float beta1_ = -1.0f;
  float beta2_ = -1.0f;
  float decay_steps_ = 0.0f;
  std::vector<BiasCorrection> table_;
};

}  // namespace isogs
