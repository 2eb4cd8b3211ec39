// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/scene/drawing_pace.h"

#include <gtest/gtest.h>

namespace isogs {
namespace {

using std::chrono::milliseconds;

/// Drawings within ten seconds of constant news, each of which takes `cost` of processor time.
int64_t DrawingsInTenSeconds(milliseconds cost) {
  DrawingPace pace(milliseconds(200));
  milliseconds used{0};
  for (milliseconds now{0}; now < milliseconds(10'000); now += milliseconds(10)) {
    if (!pace.IsDue(now, used, true)) continue;
    pace.Drawn(now, used);
    used += cost;
  }
  EXPECT_LE(pace.longest_pause(), milliseconds(1000));
  return pace.count();
}

TEST(DrawingPace, IsAsFastAsAllowedWhereDrawingCostsNothing) {
  EXPECT_EQ(DrawingsInTenSeconds(milliseconds(5)), 50);
}

TEST(DrawingPace, TakesAFifthOfAProcessorWhereItIsTheProcessorThatDraws) {
  EXPECT_EQ(DrawingsInTenSeconds(milliseconds(100)), 20);
}

TEST(DrawingPace, NeverLeavesTheWindowForASecond) { EXPECT_GE(DrawingsInTenSeconds(milliseconds(5000)), 10); }

TEST(DrawingPace, IsSlowerWithoutNews) {
  DrawingPace pace(milliseconds(200));
  EXPECT_TRUE(pace.IsDue(milliseconds(0), milliseconds(0), false));
  pace.Drawn(milliseconds(0), milliseconds(0));
  EXPECT_FALSE(pace.IsDue(milliseconds(300), milliseconds(0), false));
  EXPECT_TRUE(pace.IsDue(milliseconds(300), milliseconds(0), true));
  EXPECT_TRUE(pace.IsDue(milliseconds(500), milliseconds(0), false));
}

}  // namespace
}  // namespace isogs
