// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/live/stamp_order.h"

#include <algorithm>

namespace isogs {

std::optional<double> StampOrder::Accept(double stamp_s, int64_t arrival_ns, bool new_writer) {
  was_set_back_ = false;
  const auto is_later = [&] { return stamp_s + offset_s_ > newest_s_; };
  if (has_newest_ && !is_later()) {
    was_set_back_ = new_writer || refused_ + 1 >= kSetBackAfter;
    if (!was_set_back_) {
      ++refused_;
      return std::nullopt;
    }
    offset_s_ = Later(arrival_ns) - stamp_s;
  }
  refused_ = 0;
  has_newest_ = true;
  newest_s_ = stamp_s + offset_s_;
  newest_arrival_ns_ = arrival_ns;
  return newest_s_;
}

/// As much later than the newest as it came later.
double StampOrder::Later(int64_t arrival_ns) const {
  constexpr double kLeastStepS = 1e-3;
  return newest_s_ + std::max(kLeastStepS, static_cast<double>(arrival_ns - newest_arrival_ns_) * 1e-9);
}

}  // namespace isogs
