// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/background_job.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace isogs {
namespace {

TEST(BackgroundJob, OneWaitsForTheOneBefore) {
  int sum = 0;  // no lock: the next job begins when the last is done
  BackgroundJob job("test");
  for (int i = 1; i <= 100; ++i) job.Start([&sum, i] { sum += i; });
  job.WaitUntilIdle();
  EXPECT_EQ(sum, 5050);
  EXPECT_TRUE(job.IsIdle());
}

TEST(BackgroundJob, IsBusyUntilItsJobIsDone) {
  std::atomic<bool> go = false;
  BackgroundJob job("test");
  EXPECT_TRUE(job.IsIdle());
  job.Start([&] {
    while (!go) std::this_thread::yield();
  });
  EXPECT_FALSE(job.IsIdle());
  go = true;
  job.WaitUntilIdle();
  EXPECT_TRUE(job.IsIdle());
}

TEST(BackgroundJob, ItsEndWaitsForTheJob) {
  bool done = false;
  {
    BackgroundJob job("test");
    job.Start([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      done = true;
    });
  }
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace isogs
