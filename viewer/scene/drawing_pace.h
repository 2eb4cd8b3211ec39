// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

namespace isogs {

/// When a window is to be drawn anew: soon where a graphics card does it; where processors do, seldom enough
/// to leave them to SLAM, but once a second all the same.
class DrawingPace {
 public:
  using Milliseconds = std::chrono::milliseconds;

  /// `shortest_pause`: between two drawings, if there is news.
  explicit DrawingPace(Milliseconds shortest_pause) : shortest_pause_(shortest_pause) {}

  /// `now` on any clock, `used` of processor time so far, both counted from the same moment.
  bool IsDue(Milliseconds now, Milliseconds used, bool has_news) const;
  void Drawn(Milliseconds now, Milliseconds used);

  int64_t count() const { return count_; }
  Milliseconds longest_pause() const { return longest_pause_; }

 private:
  Milliseconds shortest_pause_;
  Milliseconds last_{0}, used_at_last_{0};
  int64_t count_ = 0;
  Milliseconds longest_pause_{0};
};

}  // namespace isogs
