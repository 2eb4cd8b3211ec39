// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// run.pipeline overlapped: the same results as sequential, whatever happens on the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "run/run_directory.h"
#include "shared/io/file.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using Json = nlohmann::json;

constexpr int kFrames = 12;
constexpr const char* kOverlapped = " --set run.pipeline=overlapped ";
/// Each frame is aligned to the newest keyframe, one two before counts as old, every correction is made.
constexpr const char* kLoops =
    " --set tracking.alignment.min_overlap=1 --set mapping.every_frames=2 --set loops.min_hops=2"
    " --set loops.min_correction_m=0 ";

std::string Options(int frames, int threads) {
  return "--frames " + std::to_string(frames) + " --threads " + std::to_string(threads) + " ";
}

/// The lines of metrics.jsonl without what differs from run to run.
std::vector<Json> LinesOf(const RunDirectory& run) {
  std::vector<Json> lines;
  std::ifstream file(run.metrics());
  for (std::string text; std::getline(file, text);) {
    Json line = Json::parse(text);
    for (const char* time : {"seconds", "track_ms", "map_ms"}) line.erase(time);
    if (line.contains("loop")) line["loop"].erase("ms");
    lines.push_back(line);
  }
  return lines;
}

void ExpectTheSame(const RunDirectory& a, const RunDirectory& b) {
  for (const auto file : {&RunDirectory::params, &RunDirectory::trajectory, &RunDirectory::trajectory_online})
    EXPECT_TRUE(ReadWholeFile((a.*file)()) == ReadWholeFile((b.*file)())) << (a.*file)();
  EXPECT_TRUE(ReadWholeFile(a.path() / CheckpointName(kFrames - 1)) ==
              ReadWholeFile(b.path() / CheckpointName(kFrames - 1)));
  const std::vector<Json> here = LinesOf(a), there = LinesOf(b);
  ASSERT_EQ(here.size(), there.size());
  for (size_t i = 0; i < here.size(); ++i) EXPECT_EQ(here[i], there[i]);
}

class Overlapped : public testing::Test {
 protected:
  TemporaryFolder folder_;
  RunDirectory sequential_{folder_ / "sequential"};
  RunDirectory run_{folder_ / "overlapped"};

  void RunBoth(const std::string& more) {
    ASSERT_EQ(RunIsogs(SmallRun(sequential_.path(), Options(kFrames, 1) + more)).code, 0);
    const CommandOutcome outcome = RunIsogs(SmallRun(run_.path(), Options(kFrames, 2) + more + kOverlapped));
    ASSERT_EQ(outcome.code, 0) << outcome.output;
  }
};

TEST_F(Overlapped, GivesTheSameBitsOnAnyNumberOfThreads) {
  RunBoth("");
  ExpectTheSame(run_, sequential_);
  for (const int threads : {1, 3}) {
    const RunDirectory again(folder_ / ("again" + std::to_string(threads)));
    ASSERT_EQ(RunIsogs(SmallRun(again.path(), Options(kFrames, threads) + kOverlapped)).code, 0);
    ExpectTheSame(again, sequential_);
  }
}

TEST_F(Overlapped, FramesInDoubtAndRefinedOnesGetTheSameMap) {
  RunBoth("--set tracking.judgement.sure_agreement=1 --set tracking.iterations=1");
  ExpectTheSame(run_, sequential_);
}

TEST_F(Overlapped, ClosedLoopsCorrectTheSameMap) {
  RunBoth(kLoops);
  EXPECT_THAT(ReadWholeFile(run_.metrics()), HasSubstr("\"outcome\":\"closed\""));
  ExpectTheSame(run_, sequential_);
}

TEST_F(Overlapped, GoesOnAfterAnyFrameAndChangesWithTheOther) {
  const std::string whole = SmallRun(sequential_.path(), Options(kFrames, 2));
  ASSERT_EQ(RunIsogs(whole).code, 0);
  for (const int frames : {1, 4, 5, 7}) {
    const RunDirectory run(folder_ / std::to_string(frames));
    const bool first_overlaps = frames != 7, then_overlaps = frames != 4;
    const std::string first = Options(frames, 1 + frames % 3) + (first_overlaps ? kOverlapped : "");
    const std::string then = Options(kFrames, 1 + frames % 2) + (then_overlaps ? kOverlapped : "");
    ASSERT_EQ(RunIsogs(SmallRun(run.path(), first)).code, 0);
    ASSERT_EQ(RunIsogs(SmallRun(run.path(), then)).code, 0);
    SCOPED_TRACE(frames);
    ExpectTheSame(run, sequential_);
  }
}

TEST_F(Overlapped, KilledAndStoppedRunsGoOn) {
  ASSERT_EQ(RunIsogs(SmallRun(sequential_.path(), Options(kFrames, 2))).code, 0);
  const std::string slam = ProgramFolder() + "/" + SmallRun(run_.path(), Options(kFrames, 2)) + kOverlapped;
  // In the first checkpoint and in the second, with a frame being mapped; then on signals.
  for (const char* kill : {"file_rename:2", "file_rename:3"})
    EXPECT_EQ(RunCommand(std::string("ISOGS_KILL_AT=") + kill + " " + slam).code, 128 + 9);
  for (int i = 0; i < 2; ++i) EXPECT_THAT(RunCommand("timeout -s INT 0.25 " + slam).code, AnyOf(0, 124));
  const CommandOutcome outcome = RunCommand(slam);
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  ExpectTheSame(run_, sequential_);
}

TEST_F(Overlapped, TheProfileHasBothLanes) {
  ASSERT_EQ(RunIsogs(SmallRun(run_.path(), Options(kFrames, 2) + kOverlapped + "--profile")).code, 0);
  const Json profile = Json::parse(ReadWholeFile(run_.profile()));
  const auto stage_of = [&](const std::string& thread, const std::string& stage) {
    for (const Json& lane : profile["threads"]) {
      if (lane["name"] != thread) continue;
      for (const Json& top : lane["stages"]) {
        if (top["name"] == stage) return true;
        for (const Json& below : top.value("stages", Json::array())) {
          if (below["name"] == stage) return true;
        }
      }
    }
    return false;
  };
  EXPECT_TRUE(stage_of("slam", "track"));
  EXPECT_TRUE(stage_of("slam", "wait for mapping"));
  EXPECT_TRUE(stage_of("mapping", "map"));
  EXPECT_FALSE(stage_of("slam", "map"));
}

TEST_F(Overlapped, AnotherNameIsRefused) {
  const CommandOutcome outcome = RunIsogs(SmallRun(run_.path(), "--set run.pipeline=parallel"));
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.output, testing::AllOf(HasSubstr("run.pipeline"), HasSubstr("overlapped")));
}

}  // namespace
}  // namespace isogs
