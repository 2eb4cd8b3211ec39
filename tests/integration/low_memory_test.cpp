// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// A few of the limits that scripts/low_memory.sh tries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "run/run_directory.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

/// `isogs ARGUMENTS` with so much address space. Address sanitizer takes terabytes of it.
CommandOutcome RunWithin(int mebibytes, const std::string& arguments) {
  return RunCommand("ulimit -v " + std::to_string(mebibytes * 1024) + "; timeout 100 " + ProgramFolder() +
                    "/isogs " + arguments + " 2>&1 >/dev/null");
}

/// What is not of the log.
std::vector<std::string> WordsOf(const CommandOutcome& outcome) {
  std::vector<std::string> words;
  std::istringstream lines(outcome.output);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("[")) words.push_back(line);
  }
  return words;
}

void ExpectDoneOrOneLine(const CommandOutcome& outcome) {
  EXPECT_THAT(outcome.code, AnyOf(0, 1)) << outcome.output;
  EXPECT_EQ(WordsOf(outcome).size(), static_cast<size_t>(outcome.code)) << outcome.output;
  EXPECT_THAT(outcome.output, Not(AnyOf(HasSubstr("std::"), HasSubstr("left out"))));
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

TEST(LowMemory, TheLoadersFailureIsSaidBeforeIt) {
  const CommandOutcome outcome = RunWithin(60, "slam configs/demo.yaml");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.output,
            "isogs: out of memory for slam: ulimit -v allows 60 MiB in all, expected at least 96\n");
}

TEST(LowMemory, SlamSavesWhatItHasAndSaysSoInALine) {
  const TemporaryFolder folder;
  for (const int mebibytes : {100, 160, 240}) {
    const fs::path run = folder / std::to_string(mebibytes);
    const CommandOutcome outcome = RunWithin(mebibytes, SmallRun(run) + "--frames 6 --set dataset.width=320");
    ExpectDoneOrOneLine(outcome);
    if (FramesOf(RunDirectory(run).metrics()).empty()) continue;
    EXPECT_EQ(RunIsogs("status " + run.string()).code, 0) << outcome.output;
  }
}

TEST(LowMemory, AMeshIsMadeOrNot) {
  const TemporaryFolder folder;
  ASSERT_EQ(RunIsogs(SmallRun(folder / "run") + "--frames 2").code, 0);
  for (const int mebibytes : {100, 300}) {
    ExpectDoneOrOneLine(RunWithin(mebibytes, "extract_mesh " + (folder / "run").string() +
                                                 " --voxel-size 0.005 --output " +
                                                 (folder / "mesh.ply").string()));
    EXPECT_FALSE(fs::exists(folder / "mesh.ply.tmp"));
  }
}

#endif

}  // namespace
}  // namespace isogs
