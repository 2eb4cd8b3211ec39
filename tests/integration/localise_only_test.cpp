// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Frames found in the map of a finished run, as a user does it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/formats/trajectory.h"
#include "shared/io/file.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class LocaliseOnly : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    const CommandOutcome outcome = RunIsogs(SmallRun(Mapped().path(), "--frames 12"));
    ASSERT_EQ(outcome.code, 0) << outcome.output;
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }
  static RunDirectory Mapped() { return RunDirectory(*folder_ / "mapped"); }

  /// Finds frames in the mapped run, from a frame that is none of its first on.
  CommandOutcome Localise(const std::string& more = "") {
    return RunIsogs(SmallRun(
        run_.path(), "--start 6 --frames 5 --localise-only " + Mapped().path().string() + " " + more));
  }
  /// What is wrong, in one line.
  static void ExpectRefused(const CommandOutcome& outcome, const std::string& says) {
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.output, HasSubstr(says));
    EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << outcome.output;
  }

  /// A run of this test's own.
  RunDirectory run_{*folder_ / testing::UnitTest::GetInstance()->current_test_info()->name()};

  static TemporaryFolder* folder_;
};

TemporaryFolder* LocaliseOnly::folder_ = nullptr;

TEST_F(LocaliseOnly, FindsFramesInTheMapsWorldAndLeavesTheRunAsItIs) {
  const std::string before = ReadWholeFile(Mapped().params()) + ReadWholeFile(Mapped().metrics());
  const CommandOutcome outcome = Localise();
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_TRUE(ReadWholeFile(Mapped().params()) + ReadWholeFile(Mapped().metrics()) == before);
  const Params params = ReadParams(run_.params()), mapped = ReadParams(Mapped().params());
  EXPECT_EQ(params.map.means, mapped.map.means);
  EXPECT_THAT(params.keyframes, IsEmpty());
  EXPECT_THAT(CheckpointFrames(run_.path()), IsEmpty());
  const Trajectory found = ReadTrajectory(run_.trajectory()),
                   truth = ReadTrajectory(run_.trajectory_ground_truth());
  ASSERT_EQ(found.size(), 5u);
  for (size_t i = 0; i < found.size(); ++i) {
    const Pose error = truth[i].world_from_camera.inverse() * found[i].world_from_camera;
    EXPECT_LT(error.translation().norm(), 0.01) << i;
  }
  EXPECT_EQ(FramesOf(run_.metrics()), FirstFrames(5));
}

TEST_F(LocaliseOnly, BeginsAnewEachTime) {
  ASSERT_EQ(Localise().code, 0);
  ASSERT_EQ(Localise().code, 0);
  EXPECT_TRUE(std::filesystem::exists(run_.path().string() + ".1")) << "the first is moved aside";
  EXPECT_EQ(FramesOf(run_.metrics()), FirstFrames(5));
}

TEST_F(LocaliseOnly, IsEvaluated) {
  ASSERT_EQ(Localise().code, 0);
  const CommandOutcome outcome = RunIsogs("evaluate " + run_.path().string());
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  const auto evaluation = nlohmann::json::parse(ReadWholeFile(run_.evaluation()));
  EXPECT_LT(evaluation["trajectory"]["ate_rmse_m"], 0.01);
  EXPECT_EQ(evaluation["images"]["mapped"]["frames"], 0);
  EXPECT_GT(evaluation["images"]["unseen"]["psnr_db"], 15.0);
}

TEST_F(LocaliseOnly, RefusesWhatCannotBe) {
  const std::string mapped = Mapped().path().string();
  const auto in = [&](const std::string& more) { return RunIsogs(SmallRun(run_.path(), more)); };
  ExpectRefused(in("--localise-only " + (*folder_ / "none").string()), "is no folder");
  std::filesystem::create_directory(*folder_ / "empty");
  ExpectRefused(in("--localise-only " + (*folder_ / "empty").string()), "holds no checkpoint");
  ExpectRefused(RunIsogs(SmallRun(mapped, "--fresh --localise-only " + mapped)), "is the output, too");
  ExpectRefused(Localise("--initial-map " + Mapped().params().string()), "--initial-map");
  ExpectRefused(Localise("--set tracking.mode=ground_truth"), "tracking.mode");
  ExpectRefused(Localise("--set dataset.width=120"), "expected the finished run's 80x60");
  EXPECT_FALSE(std::filesystem::exists(run_.path()));
}

TEST_F(LocaliseOnly, RefusesAFolderThatHoldsAnotherRun) {
  ASSERT_EQ(RunIsogs(SmallRun(run_.path(), "--frames 3")).code, 0);
  ExpectRefused(Localise(), "holds another run");
  EXPECT_EQ(Localise("--fresh").code, 0);
}

TEST_F(LocaliseOnly, SaysWhereTheKeyframesShouldBe) {
  const RunDirectory moved(*folder_ / "moved");
  std::filesystem::copy(Mapped().path(), moved.path(), std::filesystem::copy_options::recursive);
  std::filesystem::remove(moved.dataset());
  std::string config = ReadWholeFile(moved.config());
  const size_t at = config.find("datasets/sample");
  ASSERT_NE(at, std::string::npos);
  WriteFileAtomically(moved.config(), config.replace(at, 15, "nowhere"));
  ExpectRefused(RunIsogs(SmallRun(run_.path(), "--localise-only " + moved.path().string())), "nowhere");
}

}  // namespace
}  // namespace isogs
