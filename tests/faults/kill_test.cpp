// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs killed at random moments, half of them inside the steps of writing files, and started again until they
// are done. ISOGS_FAULT_KILLS and ISOGS_FAULT_SEED in the environment say how many kills and which
// (scripts/faults.sh).
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <string>

#include "run/run_directory.h"
#include "shared/core/random.h"
#include "shared/io/file.h"
#include "tests/faults/fault_settings.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

constexpr int kFrames = 24;
constexpr int kKillsPerRun = 5;
constexpr int kKilled = 128 + 9;

std::string Slam(const RunDirectory& run, const std::string& more = "") {
  return ProgramFolder() + "/" +
         SmallRun(run.path(),
                  "--frames " + std::to_string(kFrames) + " --set mapping.every_frames=2 " + more);
}

/// A command that kills `slam` by time or at a step of writing, as `random` says.
std::string Killed(const std::string& slam, double seconds, Random& random) {
  struct Step {
    const char* name;
    uint64_t passes;  // of an undisturbed run, about
  };
  constexpr Step kSteps[] = {{"file_open", 12},   {"file_write", 800}, {"file_sync", 12},
                             {"file_rename", 12}, {"file_folder", 12}, {"rotate", 5}};
  if (random.NextIndex(2) == 0) {
    return "timeout -s KILL " + std::to_string(0.05 + random.NextUnit() * seconds) + " " + slam;
  }
  const Step& step = kSteps[random.NextIndex(std::size(kSteps))];
  return std::string("ISOGS_KILL_AT=") + step.name + ":" + std::to_string(1 + random.NextIndex(step.passes)) +
         " " + slam;
}

bool SameFiles(const RunDirectory& a, const RunDirectory& b) {
  const auto same = [](const std::filesystem::path& p, const std::filesystem::path& q) {
    return ReadWholeFile(p) == ReadWholeFile(q);
  };
  return same(a.params(), b.params()) && same(a.trajectory(), b.trajectory()) &&
         same(a.trajectory_online(), b.trajectory_online()) && FramesOf(a.metrics()) == FirstFrames(kFrames);
}

TEST(Kill, EveryRunGoesOnAndEndsAsTheUndisturbedOne) {
  const int wanted = FaultKills(10);
  Random random(FaultSeed());
  const TemporaryFolder folder;
  const RunDirectory whole(folder / "whole");
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(RunCommand(Slam(whole)).code, 0);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  int kills = 0, lost = 0, runs = 0;
  while (kills < wanted) {
    const RunDirectory run(folder / ("run" + std::to_string(runs++)));
    bool done = false;
    for (int attempt = 0; !done && attempt < kKillsPerRun && kills < wanted; ++attempt) {
      const std::string slam = Slam(run, "--threads " + std::to_string(1 + random.NextIndex(3)));
      const std::string command = Killed(slam, seconds, random);
      const CommandOutcome outcome = RunCommand(command);
      ASSERT_TRUE(outcome.code == kKilled || outcome.code == 0) << command << "\n" << outcome.output;
      if (outcome.code == kKilled) ++kills;
      done = outcome.code == 0;
    }
    const CommandOutcome last = RunCommand(Slam(run));
    const bool kept = last.code == 0 && SameFiles(run, whole);
    EXPECT_TRUE(kept) << last.output;
    if (!kept) ++lost;
    std::filesystem::remove_all(run.path());
  }
  std::printf("kills tried %d, in %d runs; runs lost %d\n", kills, runs, lost);
}

}  // namespace
}  // namespace isogs
