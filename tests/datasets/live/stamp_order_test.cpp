// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/live/stamp_order.h"

#include <gtest/gtest.h>

namespace isogs {
namespace {

constexpr int64_t kMs = 1'000'000;

TEST(StampOrder, LeavesGrowingStampsAsTheyAre) {
  StampOrder order;
  for (const double stamp_s : {5.0, 5.1, 9.0}) EXPECT_EQ(order.Accept(stamp_s, 0, false), stamp_s);
}

TEST(StampOrder, RefusesWhatIsRepeatedOrComesTooLate) {
  StampOrder order;
  EXPECT_TRUE(order.Accept(5.0, 0, false));
  EXPECT_FALSE(order.Accept(5.0, 33 * kMs, false));
  EXPECT_FALSE(order.Accept(4.9, 66 * kMs, false));
  EXPECT_EQ(order.Accept(5.1, 100 * kMs, false), 5.1);
}

TEST(StampOrder, GoesOnWhenTheClockWasSetBack) {
  StampOrder order;
  EXPECT_TRUE(order.Accept(1000.0, 0, false));
  std::optional<double> accepted;
  int refused = 0;
  for (int i = 1; !accepted; ++i) {
    accepted = order.Accept(i * 0.03, i * 30 * kMs, false);
    if (!accepted) ++refused;
  }
  EXPECT_EQ(refused, StampOrder::kSetBackAfter - 1);
  EXPECT_TRUE(order.was_set_back());
  EXPECT_NEAR(*accepted, 1000.0 + 0.03 * StampOrder::kSetBackAfter, 1e-9);  // as much later as it came
  const auto next = order.Accept(0.03 * (StampOrder::kSetBackAfter + 1), 0, false);
  ASSERT_TRUE(next);
  EXPECT_NEAR(*next - *accepted, 0.03, 1e-9);
}

TEST(StampOrder, ACameraThatComesBackMayBeginAtZero) {
  StampOrder order;
  EXPECT_TRUE(order.Accept(100.0, 0, false));
  const auto again = order.Accept(0.0, 2000 * kMs, true);
  ASSERT_TRUE(again);
  EXPECT_NEAR(*again, 102.0, 1e-9);
  EXPECT_NEAR(*order.Accept(0.5, 2500 * kMs, false), 102.5, 1e-9);
}

TEST(StampOrder, ACameraThatComesBackWithTheSameClockKeepsIt) {
  StampOrder order;
  EXPECT_TRUE(order.Accept(100.0, 0, false));
  EXPECT_EQ(order.Accept(103.0, 2000 * kMs, true), 103.0);
}

}  // namespace
}  // namespace isogs
