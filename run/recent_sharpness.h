// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace isogs {

/// How sharp the newest frames were.
class RecentSharpness {
 public:
  static constexpr size_t kFrames = 9;

  RecentSharpness() = default;
  /// As a checkpoint kept it: at most kFrames, the oldest first.
  explicit RecentSharpness(std::vector<double> values) : values_(std::move(values)) {}

  const std::vector<double>& values() const { return values_; }

  /// Takes the next frame. Returns its sharpness over the median of the newest frames, itself among them; 1
  /// for a frame that shows nothing, which is not compared with others.
  double Compare(double sharpness) {
    if (!(sharpness > 0.0)) return 1.0;
    if (values_.size() == kFrames) values_.erase(values_.begin());
    values_.push_back(sharpness);
    std::vector<double> sorted = values_;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return sharpness / *middle;
  }

 private:
  std::vector<double> values_;
};

}  // namespace isogs
