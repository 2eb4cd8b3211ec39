// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace isogs::synthetic {

/// Uniform cubic B-spline over time: twice differentiable, within its control values' hull.
template <typename Value>
class Spline {
 public:
  Spline() = default;
  /// Control value k acts around `start_s` + k `interval_s`; beyond its ends the outer ones go on.
  Spline(std::vector<Value> controls, double start_s, double interval_s)
      : controls_(std::move(controls)), start_s_(start_s), interval_s_(interval_s) {}

  Value At(double time_s) const {
    const double at = (time_s - start_s_) / interval_s_;
    const double whole = std::floor(at), t = at - whole, u = 1.0 - t;
    const auto k = static_cast<int64_t>(whole);
    return u * u * u / 6.0 * Control(k - 1) + (4.0 - 6.0 * t * t + 3.0 * t * t * t) / 6.0 * Control(k) +
           (4.0 - 6.0 * u * u + 3.0 * u * u * u) / 6.0 * Control(k + 1) + t * t * t / 6.0 * Control(k + 2);
  }

 private:
  const Value& Control(int64_t k) const {
    return controls_[static_cast<size_t>(
        std::clamp<int64_t>(k, 0, static_cast<int64_t>(controls_.size()) - 1))];
  }

  std::vector<Value> controls_;
  double start_s_ = 0.0;
  double interval_s_ = 1.0;
};

}  // namespace isogs::synthetic
