// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The program, from the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;

CommandOutcome MakeDataset(const std::string& arguments) {
  return RunCommand(ProgramFolder() + "/make_dataset " + arguments);
}

TEST(MakeDataset, WritesASequence) {
  const TemporaryFolder folder;
  const CommandOutcome outcome = MakeDataset("sequence " + (folder / "out").string() +
                                             " --frames 2 --width 32 --height 24 --rays 1 --room-size 3x3");
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_TRUE(std::filesystem::exists(folder / "out/results/depth000001.png"));
  EXPECT_TRUE(std::filesystem::exists(folder / "out/mesh.ply"));
}

TEST(MakeDataset, WrongCommandLinesEndWithOneLineAndCodeTwo) {
  const TemporaryFolder folder;
  const std::string out = " " + (folder / "out").string() + " ";
  for (const std::string& arguments : {std::string(),
                                       std::string("sequence"),
                                       "sequence" + out + "--noise lidar",
                                       "sequence" + out + "--width 1000000",
                                       "sequence" + out + "--frames -3",
                                       "sequence" + out + "--room-size 5",
                                       "sequence" + out + "--room-size 1x1",
                                       "sequence" + out + "--preset flat --room-size 5x4",
                                       "sequence" + out + "--rays 2",
                                       "sequence" + out + "--seed -1",
                                       "sequence" + out + "--blurr",
                                       "sequenc" + out,
                                       std::string("build"),
                                       "build --output" + out,
                                       "build --output" + out + "--size huge",
                                       "build --output" + out + "--count 0",
                                       "build --output" + out + "--size tiny --count 3",
                                       "build --output" + out + "--count 3 --quality best",
                                       "build --output" + out + "--count 3 --sequences 4",
                                       "build --output" + out + "--count 3 --seed -1",
                                       "build --output" + out + "--count 3 --seed 99999999999999999999",
                                       "build --output" + out + "--count 3 --seed 4503599627370497",
                                       "sequence" + out + "--seed 99999999999999999999",
                                       "build --output" + out + "--count 3 --item 3",
                                       "build --output" + out + "--count 3 --engine pbs",
                                       "build --output" + out + "--count 3 --jobs 0",
                                       std::string("build --output /proc/nothing --count 3"),
                                       std::string("validate"),
                                       "validate" + out,
                                       "validate " + folder.path().string(),
                                       "validate" + out + "--threads -1"}) {
    const CommandOutcome outcome = MakeDataset(arguments);
    EXPECT_EQ(outcome.code, 2) << arguments << ": " << outcome.output;
    EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << arguments << ": " << outcome.output;
    EXPECT_LT(outcome.output.size(), 300u + out.size()) << arguments << ": " << outcome.output;
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST(MakeDataset, ADryRunOfBuildMakesNothing) {
  const TemporaryFolder folder;
  const CommandOutcome outcome =
      MakeDataset("build --output " + (folder / "out").string() + " --size large --dry-run");
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("152000 of 152000 items to run"), HasSubstr("--item 4")));
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST(MakeDataset, SuggestsTheNearestOptionOfACommand) {
  EXPECT_THAT(MakeDataset("sequence nowhere --blurr").output, HasSubstr("--blur"));
}

TEST(MakeDataset, NamesItsCommandsWhereNoneOfThemIsGiven) {
  EXPECT_THAT(MakeDataset("").output, HasSubstr("found none, expected build, sequence"));
  EXPECT_THAT(MakeDataset("sequense out").output, HasSubstr("found 'sequense', expected build, sequence"));
}

TEST(MakeDataset, HelpNamesCommandsAndTheirOptions) {
  EXPECT_THAT(MakeDataset("--help").output, HasSubstr("sequence"));
  EXPECT_THAT(MakeDataset("build --help").output, AllOf(HasSubstr("--quality"), HasSubstr("--retry-failed")));
  EXPECT_THAT(MakeDataset("sequence --help").output, HasSubstr("--rolling-shutter"));
}

}  // namespace
}  // namespace isogs
