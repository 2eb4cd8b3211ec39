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
  float first = 1.0f;        // 1 / (1 - beta1^step)
  float root_second = 1.0f;  // 1 / sqrt(1 - beta2^step)
};

/// Bias corrections by step: every Gaussian has a count of its own, so they are looked up, not computed.
class BiasCorrections {
 public:
  /// Returns whether the corrections changed.
  bool SetBetas(float beta1, float beta2) {
    if (beta1 == beta1_ && beta2 == beta2_) return false;
    beta1_ = beta1;
    beta2_ = beta2;
    table_.clear();
    saturated_ = false;
    for (int32_t step = 0; step < kMaxSize && !saturated_; ++step) {
      table_.push_back(Compute(std::max(step, 1)));
      saturated_ = table_.back().first == 1.0f && table_.back().root_second == 1.0f;
    }
    return true;
  }

  /// By step, from 0; what lies beyond needs no correction, unless beta2 is very close to 1.
  const std::vector<BiasCorrection>& table() const { return table_; }

  /// `step` >= 1, the update being made included.
  BiasCorrection At(int32_t step) const {
    if (static_cast<size_t>(step) < table_.size()) return table_[static_cast<size_t>(step)];
    return saturated_ ? BiasCorrection{} : Compute(step);
  }

 private:
  static constexpr int32_t kMaxSize = 1 << 16;  // beta2 = 0.999 saturates at 17 k

  BiasCorrection Compute(int32_t step) const {
    const double first = 1.0 - std::pow(static_cast<double>(beta1_), step);
    const double second = 1.0 - std::pow(static_cast<double>(beta2_), step);
    return {static_cast<float>(1.0 / first), static_cast<float>(1.0 / std::sqrt(second))};
  }

  float beta1_ = -1.0f;
  float beta2_ = -1.0f;
  bool saturated_ = false;
  std::vector<BiasCorrection> table_;
};

}  // namespace isogs
