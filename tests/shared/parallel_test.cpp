// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "shared/core/error.h"

namespace isogs {
namespace {

std::string MessageOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(ParallelFor, PiecesDoNotDependOnTheNumberOfThreads) {
  for (const int threads : {1, 2, 5}) {
    const ThreadLimit limit(threads);
    std::vector<int64_t> ends(10, -1);
    ParallelFor(10, 4, [&](int64_t begin, int64_t end) { ends.at(static_cast<size_t>(begin)) = end; });
    EXPECT_EQ(ends, (std::vector<int64_t>{4, -1, -1, -1, 8, -1, -1, -1, 10, -1}));
  }
}

TEST(ParallelFor, WhatAPieceThrowsComesOut) {
  const auto fail_in = [](int64_t failing) {
    return MessageOf([&] {
      ParallelFor(8, 1, [&](int64_t piece, int64_t) {
        if (piece == failing) throw Error("piece " + std::to_string(piece));
      });
    });
  };
  EXPECT_EQ(fail_in(0), "piece 0");
  EXPECT_EQ(fail_in(7), "piece 7");
  EXPECT_EQ(fail_in(8), "");
}

TEST(ParallelFor, PiecesFailWhileOthersAreInLoopsOfTheirOwn) {
  for (int i = 0; i < 200; ++i) {
    std::atomic<int64_t> sum = 0;
    const auto work = [&] {
      ParallelFor(5, 1, [&](int64_t piece, int64_t) {
        ParallelFor(2000 * (piece + 1), 1, [&](int64_t inner, int64_t) { sum += inner; });
        throw Error("full");
      });
    };
    ASSERT_EQ(MessageOf(work), "full");
  }
}

}  // namespace
}  // namespace isogs
