// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/profile/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "shared/core/background_job.h"
#include "shared/core/error.h"
#include "shared/io/file.h"
#include "shared/profile/stage.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

void Work() {
  const Stage outer("outer");
  for (int i = 0; i < 3; ++i) {
    Stage inner("inner");
    inner.Count({100, 7});
    Timed("innermost", [] { std::this_thread::sleep_for(std::chrono::milliseconds(1)); });
  }
  Timed("other", [] {});
}

TEST(Profile, SumsStagesByTheirPlaceInTheTree) {
  StartProfile(false);
  Work();
  Timed("other", [] {});
  const ProfileReport report = StopProfile();
  ASSERT_THAT(report.threads, SizeIs(1));
  const auto& stages = report.threads[0].stages;
  ASSERT_THAT(stages, ElementsAre(Field(&StageReport::name, "outer"), Field(&StageReport::name, "other")));
  const StageReport& outer = stages[0];
  ASSERT_THAT(outer.stages,
              ElementsAre(Field(&StageReport::name, "inner"), Field(&StageReport::name, "other")));
  const StageReport& inner = outer.stages[0];
  EXPECT_EQ(inner.calls, 3);
  EXPECT_EQ(inner.work.gaussians, 300);
  EXPECT_EQ(inner.work.pixels, 21);
  EXPECT_GE(inner.seconds, 0.003);
  EXPECT_GE(inner.seconds, inner.stages[0].seconds);
  EXPECT_GE(outer.seconds, inner.seconds);
  EXPECT_GE(report.seconds, outer.seconds);
}

TEST(Profile, KnowsNothingOfWhatWasNotProfiled) {
  Work();
  StartProfile(false);
  EXPECT_THAT(StopProfile().threads[0].stages, IsEmpty());
  Work();
}

TEST(Profile, MeasuresAStageWhetherItIsProfiledOrNot) {
  double ms = 0.0;
  {
    const MeasuredStage stage("measured", &ms);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_GE(ms, 2.0);
}

TEST(Profile, WaitsForTheDeviceAtBothEndsOfTheFirstThreadsStages) {
  int waits = 0;
  StartProfile(false);
  SynchroniseStages([&waits] { ++waits; });
  Timed("here", [] {});
  std::thread([] { Timed("elsewhere", [] {}); }).join();
  SynchroniseStages(nullptr);
  Timed("here", [] {});
  StopProfile();
  EXPECT_EQ(waits, 2);
}

TEST(Profile, TracesEachStageOnItsThread) {
  const TemporaryFolder folder;
  BackgroundJob job("helper");
  StartProfile(true);
  Work();  // before there is a file
  OpenTrace(folder / "trace.json");
  Work();
  job.Start([] { Timed("helped", [] {}); });
  job.WaitUntilIdle();
  const json killed_here = json::parse(ReadWholeFile(folder / "trace.json"));
  StopProfile();
  const json events = json::parse(ReadWholeFile(folder / "trace.json"));
  EXPECT_EQ(events, killed_here);
  ASSERT_THAT(events, SizeIs(2 + 2 * 8 + 1));  // two threads' names, the stages
  EXPECT_FALSE(TraceFailure());
  for (json event : events) {  // a copy, to which [] adds what is not there
    const bool is_helper = event["name"] == "helped" || event["args"]["name"] == "helper";
    EXPECT_EQ(event["tid"], is_helper ? 2 : 1) << event;
    if (event["ph"] == "M") continue;
    EXPECT_GE(event["dur"], 0.0);
    EXPECT_EQ(event["args"]["gaussians"].is_number(), event["name"] == "inner") << event;
  }
}

TEST(Profile, NamesATraceThatCannotBeMade) {
  const TemporaryFolder folder;
  StartProfile(true);
  try {
    OpenTrace(folder / "none" / "trace.json");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("none/trace.json: No such file or directory"));
  }
  StopProfile();
}

/// While it lives, files of this process cannot grow beyond `bytes`, as on a full disk.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;

 private:
  rlimit before_ = {};
};

TEST(Profile, GivesUpATraceThatDoesNotFitAndKeepsItReadable) {
  const TemporaryFolder folder;
  StartProfile(true);
  OpenTrace(folder / "trace.json");
  {
    const FileLimit limit(4000);
    for (int i = 0; i < 10; ++i) Work();
    StopProfile();
  }
  ASSERT_TRUE(TraceFailure());
  EXPECT_THAT(*TraceFailure(), HasSubstr("trace.json: File too large"));
  EXPECT_GT(json::parse(ReadWholeFile(folder / "trace.json")).size(), 9u);
}

TEST(Profile, ShowsTreeSharesAndWhatIsLeft) {
  const StageReport render{"render", 4, 0.25, {1000, 0}, {}};
  const ProfileReport report{2.0, {{"slam", {{"frame", 2, 1.0, {}, {render}}}}}};
  const std::string text = ToText(report);
  EXPECT_THAT(text, HasSubstr("thread slam, of 2.000 s:\n  frame "));
  EXPECT_THAT(text, HasSubstr("\n    render "));
  EXPECT_THAT(text, HasSubstr("   25.0 %        4      0.250     62.500   250000.00\n"));
  EXPECT_THAT(text, HasSubstr("    (rest)"));
  const json frame = ToJson(report)["threads"][0]["stages"][0];
  EXPECT_EQ(frame["share"], 0.5);
  EXPECT_EQ(frame["stages"][0]["share"], 0.25);
  EXPECT_EQ(frame["stages"][0]["ns_per_gaussian"], 250000.0);
  EXPECT_FALSE(frame.contains("ns_per_pixel"));
}

}  // namespace
}  // namespace isogs
