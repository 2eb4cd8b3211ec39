// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>

namespace isogs {
namespace {

TEST(ParallelFor, PassesOnWhatItsBodyThrowsAndGoesOnAfterwards) {
  for (int round = 0; round < 50; ++round) {
    std::atomic<int> inner = 0;
    EXPECT_THROW(ParallelFor(8, 1,
                             [&](int64_t begin, int64_t) {
                               ParallelFor(16, 1, [&](int64_t, int64_t) { ++inner; });
                               if (begin == round % 8) throw std::runtime_error(std::to_string(begin));
                             }),
                 std::runtime_error);
    EXPECT_EQ(inner % 16, 0);
  }
  std::atomic<int64_t> sum = 0;
  ParallelFor(100, 7, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) sum += i;
  });
  EXPECT_EQ(sum, 4950);
}

TEST(ParallelFor, WithOneThreadNothingRunsBehindAFailure) {
  const ThreadLimit one(1);
  int calls = 0;
  EXPECT_THROW(ParallelFor(8, 1, [&](int64_t, int64_t) { ++calls, throw std::runtime_error("no"); }),
               std::runtime_error);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace isogs
