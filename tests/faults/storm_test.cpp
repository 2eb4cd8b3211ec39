// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// `isogs run` in a storm of SIGKILLs: SLAM, mesher, viewer and supervisor at random moments, SLAM and mesher
// also between the writes of publishing. ISOGS_FAULT_KILLS and ISOGS_FAULT_SEED in the environment say how
// many kills and which (scripts/faults.sh).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <string>

#include "run/run_directory.h"
#include "shared/core/random.h"
#include "shared/io/file.h"
#include "tests/faults/fault_settings.h"
#include "tests/faults/storm_run.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::IsEmpty;

constexpr int kFrames = 60;
constexpr int kKillsPerRun = 10;
constexpr int kKilled = 128 + 9;
/// Drawing takes long to start: it is killed and compared in some of the runs only.
constexpr int kRunsPerViewer = 3;

std::string Options(const RunDirectory& run) {
  return SmallRun(run.path(), "--frames " + std::to_string(kFrames) +
                                  " --set mapping.every_frames=2 --set mapping.iterations=20"
                                  " --set publish.interval_ms=0 --set run.max_restarts=1000");
}

/// The steps of publishing.
constexpr const char* kSteps[] = {"control made",
                                  "control filled",
                                  "control ready",
                                  "data made",
                                  "data ready",
                                  "slot opened",
                                  "part",
                                  "value written",
                                  "slot closed",
                                  "value published",
                                  "generation published",
                                  "old data removed",
                                  "data removed",
                                  "control removed"};

/// What the storm does to a run until it ends or its supervisor dies.
struct Storm {
  Random& random;
  int kills_left;  // of this run
  std::map<std::string, int> kills;

  void Count(const std::string& what) {
    ++kills[what];
    --kills_left;
  }

  void NoteStepKills(StormRun& run) {
    for (const char* const program : {"slam", "mesher"}) {
      if (run.TokenIsSpent(program)) Count(std::string(program) + " while publishing");
    }
  }

  void Strike(StormRun& run) {
    constexpr Role kVictims[] = {Role::kSlam,   Role::kSlam,   Role::kSlam,   Role::kMesher,
                                 Role::kMesher, Role::kViewer, Role::kViewer, Role::kSupervisor};
    if (random.NextIndex(2) == 0) return run.PutToken(random.NextIndex(3) == 0 ? "mesher" : "slam");
    const Role victim = kVictims[random.NextIndex(std::size(kVictims))];
    if (run.Kill(victim)) Count(ToString(victim));
  }

  /// Starts `isogs run` and lets no more than the wanted kills happen. Returns its exit code.
  int Rage(StormRun& run, bool with_viewer) {
    const pid_t supervisor = run.Start(kSteps[random.NextIndex(std::size(kSteps))], with_viewer);
    while (run.Pause(0.02 + 0.4 * random.NextUnit(), supervisor)) {
      NoteStepKills(run);
      if (kills_left > 0) Strike(run);
      if (kills_left <= 0) run.RemoveTokens();
    }
    NoteStepKills(run);
    return run.WaitFor(supervisor);
  }
};

class StormTest : public testing::Test {
 protected:
  static bool SameResults(const RunDirectory& a, const RunDirectory& b) {
    return ReadWholeFile(a.params()) == ReadWholeFile(b.params()) &&
           ReadWholeFile(a.trajectory()) == ReadWholeFile(b.trajectory()) &&
           ReadWholeFile(a.trajectory_online()) == ReadWholeFile(b.trajectory_online()) &&
           FramesOf(a.metrics()) == FirstFrames(kFrames);
  }

  TemporaryFolder folder_;
};

TEST_F(StormTest, NoValueIsTornAndSlamEndsAsIfAlone) {
  const int wanted = FaultKills(30);
  Random random(FaultSeed());
  const RunDirectory alone(folder_ / "alone");
  ASSERT_EQ(RunIsogs(Options(alone)).code, 0);

  SeenSnapshots seen;
  std::map<std::string, int> kills;
  int total = 0, runs = 0, lost = 0;
  for (; total < wanted; ++runs) {
    const RunDirectory directory(folder_ / ("run" + std::to_string(runs)));
    const bool with_viewer = runs % kRunsPerViewer == 0 && ViewerIsThere();
    StormRun run(directory.path(), folder_ / "tokens", Options(directory), seen);
    Storm storm{random, std::min(kKillsPerRun, wanted - total), {}};
    int code = kKilled;
    while (code == kKilled) code = storm.Rage(run, with_viewer);
    for (const auto& [what, count] : storm.kills) kills[what] += count, total += count;
    const bool kept = code == 0 && SameResults(directory, alone);
    lost += kept ? 0 : 1;
    EXPECT_TRUE(kept) << directory.path() << " ended with code " << code << "\n" << run.Output();
    EXPECT_THAT(run.Segments(), IsEmpty());
    EXPECT_THAT(run.Processes(), IsEmpty());
    EXPECT_THAT(run.Troubles(), IsEmpty());
  }
  std::string list;
  for (const auto& [what, count] : kills) list += "; " + what + " " + std::to_string(count);
  std::printf("kills %d in %d runs%s\nruns lost %d; accepted: %s\n", total, runs, list.c_str(), lost,
              seen.Summary().c_str());
}

}  // namespace
}  // namespace isogs
