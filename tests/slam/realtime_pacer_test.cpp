// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/realtime_pacer.h"

#include <gtest/gtest.h>

namespace isogs {
namespace {

MappingConfig Mapping() {
  MappingConfig config;
  config.iterations = 20;
  config.every_frames = 5;
  return config;
}

/// A camera of 30 frames a second, and a machine on which a call takes as long as so many iterations.
class Machine {
 public:
  explicit Machine(double ms_an_iteration) : ms_an_iteration_(ms_an_iteration) {}

  /// Some calls and the frames between them.
  void Run(RealtimePacer& pacer, int calls) {
    for (int call = 0; call < calls; ++call) {
      const MappingEffort effort = pacer.effort();
      for (int i = 0; i < effort.every_frames; ++i) pacer.AddFrame(stamp_s_ += 1.0 / 30.0, 8.0);
      pacer.AddMapped(effort.iterations, ms_an_iteration_ * (effort.iterations + 5));
    }
  }
  void SetSpeed(double ms_an_iteration) { ms_an_iteration_ = ms_an_iteration; }

 private:
  double ms_an_iteration_;
  double stamp_s_ = 0.0;
};

double CallShare(const RealtimePacer& pacer, double ms_an_iteration) {
  return ms_an_iteration * (pacer.effort().iterations + 5) / (pacer.effort().every_frames * 1000.0 / 30.0);
}

TEST(RealtimePacer, LeavesEverythingWhereThereIsTime) {
  RealtimePacer pacer(Mapping());
  Machine(5.0).Run(pacer, 50);
  EXPECT_EQ(pacer.effort(), FullEffort(Mapping()));
  EXPECT_EQ(pacer.percent(), 100);
  EXPECT_NEAR(pacer.period_ms(), 1000.0 / 30.0, 1e-6);
}

TEST(RealtimePacer, FewerIterationsFirstThenFewerFrames) {
  for (const double ms : {7.0, 10.0, 14.0}) {
    RealtimePacer pacer(Mapping());
    Machine(ms).Run(pacer, 30);
    EXPECT_LT(pacer.effort().iterations, 20) << ms;
    EXPECT_EQ(pacer.effort().every_frames, 5) << ms;
    EXPECT_LE(CallShare(pacer, ms), 0.9) << ms;
    EXPECT_GT(CallShare(pacer, ms), 0.5) << ms;
  }
  RealtimePacer slow(Mapping());
  Machine(30.0).Run(slow, 30);
  EXPECT_EQ(slow.effort().every_frames, 10);
}

TEST(RealtimePacer, RisesAgainAndThenStays) {
  RealtimePacer pacer(Mapping());
  Machine machine(14.0);
  machine.Run(pacer, 10);
  machine.SetSpeed(5.0);
  machine.Run(pacer, 60);
  EXPECT_EQ(pacer.effort(), FullEffort(Mapping()));
  machine.SetSpeed(6.2);  // just does not fit
  machine.Run(pacer, 10);
  int changes = 0;
  for (int call = 0; call < 40; ++call) {
    const MappingEffort before = pacer.effort();
    machine.Run(pacer, 1);
    changes += before == pacer.effort() ? 0 : 1;
  }
  EXPECT_EQ(changes, 0);  // it does not swing
}

TEST(RealtimePacer, FramesThatWaitLongerAndLongerCountOnceACall) {
  RealtimePacer pacer(Mapping());
  Machine(4.0).Run(pacer, 3);
  double stamp_s = 1.0;
  int changes = 0;
  for (int i = 0; i < 30; ++i) changes += pacer.AddFrame(stamp_s += 1.0 / 30.0, 80.0 + 10.0 * i) ? 1 : 0;
  EXPECT_EQ(changes, 1);
  EXPECT_EQ(pacer.effort().iterations, 16);
}

TEST(RealtimePacer, FramesThatCatchUpAreNoReason) {
  RealtimePacer pacer(Mapping());
  Machine(4.0).Run(pacer, 3);
  double stamp_s = 1.0;
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(pacer.AddFrame(stamp_s += 1.0 / 30.0, 400.0 - 30.0 * i));
}

TEST(RealtimePacer, OneIterationIsTheLeast) {
  MappingConfig config = Mapping();
  config.iterations = 1;
  RealtimePacer pacer(config);
  Machine(500.0).Run(pacer, 30);
  EXPECT_EQ(pacer.effort().iterations, 1);
  EXPECT_EQ(pacer.effort().every_frames, 20);
}

}  // namespace
}  // namespace isogs
