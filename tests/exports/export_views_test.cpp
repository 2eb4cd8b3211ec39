// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Views of a run to train on, as `isogs export` writes them: pycolmap and our own reader of nerfstudio's
// layout read them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <memory>
#include <string>

#include "datasets/dataset.h"
#include "run/params_file.h"
#include "shared/core/child_process.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using ::testing::HasSubstr;

namespace fs = std::filesystem;

/// One run of the sample for all tests.
class ExportViews : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    const CommandOutcome outcome = RunIsogs(SmallRun(*folder_ / "run", "--frames 7"));
    ASSERT_EQ(outcome.code, 0) << outcome.output;
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static std::string Path(const std::string& name) { return (*folder_ / name).string(); }
  static CommandOutcome Export(const std::string& name, const std::string& options) {
    return RunIsogs("export " + Path("run") + " " + Path(name) + " " + options);
  }
  static void ExpectAgrees(const std::string& reader, const std::string& folder) {
    if (!fs::exists(".venv/bin/python")) GTEST_SKIP() << "no .venv: scripts/python_helpers.sh makes it";
    const CommandOutcome outcome = RunCommand(".venv/bin/python tests/exports/export_check.py " + reader +
                                              " " + Path("run/params.npz") + " " + Path(folder));
    EXPECT_EQ(outcome.code, 0) << outcome.output;
  }

  static std::unique_ptr<TemporaryFolder> folder_;
};

std::unique_ptr<TemporaryFolder> ExportViews::folder_;

TEST_F(ExportViews, PycolmapReadsThem) {
  const CommandOutcome outcome = Export("colmap", "--format colmap");
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("7 views"));
  ExpectAgrees("colmap", "colmap");
}

TEST_F(ExportViews, NerfstudiosLayoutIsADataSetAgain) {
  const CommandOutcome outcome = Export("nerfstudio", "--format nerfstudio");
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  ExpectAgrees("nerfstudio", "nerfstudio");
  const Params params = ReadParams(Path("run/params.npz"));
  DatasetConfig config;
  config.path = Path("nerfstudio");
  const std::unique_ptr<Dataset> dataset = OpenDataset(config);
  ASSERT_EQ(dataset->frame_count(), 7);
  const Frame frame = dataset->Read(3);
  ASSERT_TRUE(frame.world_from_camera);
  const Pose expected = params.world_from_map * params.frames[3].camera_from_map.inverse();
  EXPECT_TRUE(frame.world_from_camera->isApprox(expected, 1e-9));
  EXPECT_NEAR(frame.camera.cx, params.camera.cx, 1e-9);
}

TEST_F(ExportViews, KeyframesAlone) {
  const CommandOutcome outcome = Export("keyframes", "--format colmap --keyframes");
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  const size_t keyframes = ReadParams(Path("run/params.npz")).keyframes.size();
  EXPECT_LT(keyframes, 7u);
  EXPECT_THAT(outcome.output, HasSubstr(std::to_string(keyframes) + " views"));
}

TEST_F(ExportViews, WhatIsThereStays) {
  fs::create_directories(Path("full/inside"));
  const CommandOutcome outcome = Export("full", "--format colmap");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("full: is there already, expected a new or empty folder"));
  EXPECT_TRUE(fs::exists(Path("full/inside")));
}

TEST_F(ExportViews, WithoutTheDataSetNothingIsLeft) {
  const CommandOutcome outcome = Export("lost", "--format nerfstudio --dataset " + Path("nowhere"));
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("nowhere"));
  EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << outcome.output;
  EXPECT_FALSE(fs::exists(Path("lost")));
}

TEST_F(ExportViews, ACtrlCRemovesWhatWasBegun) {
  const fs::path views = Path("stopped");
  ChildOptions quiet;
  quiet.console = false;
  ChildProcess process(ProgramFolder() + "/export", {Path("run"), views.string(), "--format", "nerfstudio"},
                       quiet);
  while (!fs::exists(views) && !process.Poll()) {
  }
  process.Signal(SIGSTOP);  // so that it does not end before it is asked to
  ASSERT_TRUE(fs::exists(views));
  ASSERT_FALSE(fs::exists(views / "transforms.json"));
  process.Signal(SIGINT);
  process.Signal(SIGCONT);
  EXPECT_NE(process.Wait().code, 0);
  EXPECT_FALSE(fs::exists(views));
}

}  // namespace
}  // namespace isogs
