// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>

namespace isogs {

/// Mean of values since it was last taken.
class RunningMean {
 public:
  void Add(double value) {
    sum_ += value;
    ++count_;
  }
  /// 0 if there were none.
  double Take() {
    const int64_t count = std::exchange(count_, 0);
    return count > 0 ? std::exchange(sum_, 0.0) / static_cast<double>(count) : 0.0;
  }

 private:
  double sum_ = 0.0;
  int64_t count_ = 0;
};

}  // namespace isogs
