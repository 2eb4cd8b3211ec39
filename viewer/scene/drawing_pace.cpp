// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/scene/drawing_pace.h"

#include <algorithm>

namespace isogs {
namespace {

constexpr int kOneIn = 5;  // share of a processor for drawing, within the longest rest
constexpr DrawingPace::Milliseconds kLongestRest{800};       // on account of that; leaves time to draw
constexpr DrawingPace::Milliseconds kPauseWithoutNews{500};  // what is shown grows older by itself

}  // namespace

bool DrawingPace::IsDue(Milliseconds now, Milliseconds used, bool has_news) const {
  if (count_ == 0) return true;
  const Milliseconds rest = std::min(kOneIn * (used - used_at_last_), kLongestRest);
  const Milliseconds pause = has_news ? shortest_pause_ : std::max(shortest_pause_, kPauseWithoutNews);
  return now - last_ >= std::max(rest, pause);
}

void DrawingPace::Drawn(Milliseconds now, Milliseconds used) {
  if (count_ > 0) longest_pause_ = std::max(longest_pause_, now - last_);
  ++count_;
  last_ = now;
  used_at_last_ = used;
}

}  // namespace isogs
