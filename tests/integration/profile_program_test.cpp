// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// --profile and --trace, as a user gives them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>

#include "run/run_directory.h"
#include "shared/core/child_process.h"
#include "shared/io/file.h"
#include "tests/shared/processes.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

constexpr double kRounding_ms = 1e-3;

json ReadJson(const std::filesystem::path& file) { return json::parse(ReadWholeFile(file)); }

/// All names of a tree; that its times are no less than those of their parts is expected on the way.
void CheckStages(const json& stages, double whole_ms, std::set<std::string>* names) {
  double sum_ms = 0.0;
  for (const json& stage : stages) {
    names->insert(stage["name"]);
    const double total_ms = stage["total_ms"];
    sum_ms += total_ms;
    EXPECT_NEAR(stage["share"], total_ms / whole_ms, 1e-9) << stage;
    EXPECT_GT(stage["calls"], 0);
    if (stage.contains("stages")) CheckStages(stage["stages"], total_ms, names);
  }
  EXPECT_LE(sum_ms, whole_ms + kRounding_ms) << stages;
}

const json& StageOf(const json& stages, const std::string& name) {
  const auto found = std::ranges::find_if(stages, [&](const json& stage) { return stage["name"] == name; });
  if (found == stages.end()) throw std::runtime_error("no stage " + name + " in " + stages.dump());
  return *found;
}

class ProfileProgram : public testing::Test {
 protected:
  TemporaryFolder folder_;
  RunDirectory run_{folder_ / "run"};
  std::filesystem::path trace_ = folder_ / "trace.json";

  CommandOutcome Slam(const std::string& more) { return RunIsogs(SmallRun(run_.path(), more)); }
};

TEST_F(ProfileProgram, SaysWhereTimeWentAndChangesNoResult) {
  const CommandOutcome outcome = Slam("--frames 12 --profile --trace " + trace_.string());
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("where time went"), HasSubstr("thread slam"), HasSubstr("render")));

  const json profile = ReadJson(run_.profile());
  const double whole_ms = 1e3 * profile["seconds"].get<double>();
  std::set<std::string> names, threads;
  for (const json& thread : profile["threads"]) {
    threads.insert(thread["name"]);
    CheckStages(thread["stages"], whole_ms, &names);
  }
  EXPECT_THAT(threads, IsSupersetOf({"slam", "frame reading", "frame upload", "snapshot", "checkpoint"}));
  EXPECT_THAT(names, IsSupersetOf({"wait for frame",
                                   "track",
                                   "align",
                                   "level 0",
                                   "judge and refine",
                                   "map",
                                   "densify",
                                   "select window",
                                   "optimise",
                                   "backward",
                                   "flat",
                                   "iso",
                                   "Adam",
                                   "image losses",
                                   "encode keyframe",
                                   "loops",
                                   "record",
                                   "publish",
                                   "save",
                                   "read frame",
                                   "upload frame",
                                   "write checkpoint"}));

  const json& frame = StageOf(profile["threads"][0]["stages"], "frame");
  EXPECT_EQ(frame["calls"], 12);
  const json& optimise = StageOf(StageOf(frame["stages"], "map")["stages"], "optimise");
  const json& render = StageOf(optimise["stages"], "render");
  EXPECT_EQ(render["calls"].get<int>(), optimise["calls"].get<int>() * 6);  // iterations
  EXPECT_EQ(render["pixels"].get<int>(), render["calls"].get<int>() * 80 * 60);
  EXPECT_GT(render["ns_per_gaussian"], 0.0);

  std::set<std::string> traced;
  std::set<int> tracks;
  for (const json& event : ReadJson(trace_)) {
    if (event["ph"] != "X") continue;
    traced.insert(event["name"]);
    tracks.insert(event["tid"].get<int>());
  }
  EXPECT_EQ(traced, names);
  EXPECT_GE(tracks.size(), 4u);

  const RunDirectory plain(folder_ / "plain");
  ASSERT_EQ(RunIsogs(SmallRun(plain.path(), "--frames 12")).code, 0);
  EXPECT_EQ(ReadWholeFile(run_.params()), ReadWholeFile(plain.params()));
  EXPECT_EQ(ReadWholeFile(run_.trajectory()), ReadWholeFile(plain.trajectory()));
  EXPECT_FALSE(std::filesystem::exists(plain.profile()));
}

TEST_F(ProfileProgram, LeavesAReadableTraceWhenTheRunIsKilledOrInterrupted) {
  for (const int signal : {SIGKILL, SIGINT}) {
    std::filesystem::remove(trace_);
    const RunDirectory run(folder_ / std::to_string(signal));
    std::string command = "exec ";
    command.append(ProgramFolder()).append("/");
    command +=
        SmallRun(run.path(), "--profile --set publish.enabled=false --set mapping.every_frames=1 --trace ");
    ChildProcess slam("/bin/sh", {"-c", command + trace_.string()}, {.console = false});
    ASSERT_TRUE(Eventually([&] { return ReadText(trace_).size() > 5000 || slam.Poll(); }));
    slam.Signal(signal);
    const ExitStatus ended = slam.Wait();
    EXPECT_EQ(ended.signal, signal == SIGKILL ? SIGKILL : 0);
    const json events = ReadJson(trace_);
    EXPECT_GT(events.size(), 20u);
    EXPECT_EQ(std::filesystem::exists(run.profile()), signal == SIGINT);
  }
}

TEST_F(ProfileProgram, RefusesATraceThatCannotBeMadeInOneLine) {
  const CommandOutcome outcome = Slam("--frames 2 --trace " + (folder_ / "none" / "trace.json").string());
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("slam: --trace: cannot"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("where time went")));
  EXPECT_FALSE(std::filesystem::exists(run_.params()));
}

}  // namespace
}  // namespace isogs
