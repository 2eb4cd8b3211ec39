// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>

#include "jobs/journal.h"
#include "shared/core/child_process.h"
#include "tests/shared/processes.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

// Tests run in the source root.

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class SweepProgram : public testing::Test {
 protected:
  SweepProgram() {
    std::ofstream(file()) << "base_config: demo.yaml\nbase_output_dir: " << folder().string()
                          << "\nevaluate_every: 2\nvariable_configs:\n  frames: [4]\n  dataset.width: [80]\n"
                             "  mapping.first_iterations: [3]\n  mapping.iterations: [2, 3]\n";
  }
  fs::path file() const { return folder_ / "sweep.yaml"; }
  fs::path folder() const { return folder_ / "out"; }
  CommandOutcome Sweep(const std::string& options = "") const {
    return RunIsogs("sweep " + file().string() + " " + options);
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(SweepProgram, RunsAndScoresEachPointAndLeavesTablesAndAPage) {
  const CommandOutcome outcome = Sweep();
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("PSNR unseen"), HasSubstr("mapping.iterations=3"), HasSubstr("results.html")));
  EXPECT_TRUE(fs::exists(folder() / "runs/000001/evaluation.json"));
  EXPECT_THAT(ReadText(folder() / "results.csv"), HasSubstr("\n1,1,0,4,80,3,3,"));
  EXPECT_THAT(ReadText(folder() / "results.html"), HasSubstr("</html>"));
  // Again: nothing runs, the table comes.
  const std::string journal = ReadText(folder() / "jobs.jsonl");
  EXPECT_THAT(Sweep("--sort speed.fps").output, HasSubstr("frames/s"));
  EXPECT_EQ(ReadText(folder() / "jobs.jsonl"), journal);
  // Another sweep does not mix with it.
  std::ofstream(file(), std::ios::app) << "repeats: 2\n";
  const CommandOutcome other = Sweep();
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.output, HasSubstr("another than the one that this folder was begun with"));
}

TEST_F(SweepProgram, KilledItGoesOnAndRepeatsNoFinishedRun) {
  {
    ChildProcess sweep(fs::path(ProgramFolder()) / "isogs", {"sweep", file().string()}, {.console = false});
    ASSERT_TRUE(Eventually([&] { return fs::exists(folder() / "runs/000001/config.yaml"); }));
    sweep.Signal(SIGKILL);
  }
  const auto first = fs::last_write_time(folder() / "runs/000000/params.npz");
  ASSERT_TRUE(Eventually([&] { return ProcessesCalledWith((folder() / "runs").string()).empty(); }));
  const CommandOutcome outcome = Sweep();
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_EQ(fs::last_write_time(folder() / "runs/000000/params.npz"), first);
}

TEST_F(SweepProgram, ARunThatFailsIsNamedAndTheOthersCount) {
  fs::create_directories(folder() / "runs");
  std::ofstream(folder() / "runs/000000") << "in the way";
  const CommandOutcome outcome = Sweep();
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("item 0: failed"),
                                    HasSubstr("1 of 2 items are done, 1 failed (--retry-failed")));
  EXPECT_THAT(ReadText(folder() / "results.csv"), HasSubstr("\n1,1,0,4,80,3,3,"));
  fs::remove(folder() / "runs/000000");
  EXPECT_EQ(Sweep("--retry-failed").code, 0);
}

}  // namespace
}  // namespace isogs
