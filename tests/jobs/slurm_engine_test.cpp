// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "jobs/run_batch.h"
#include "shared/core/error.h"
#include "tests/jobs/shell_batch.h"
#include "tests/shared/processes.h"
#include "tests/shared/run_command.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

/// Slurm's commands as far as the engine speaks with them: sbatch runs the tasks of an array one after the
/// other before it returns, squeue knows no job that has not ended. The real ones: scripts/slurm_test.sh.
class SlurmEngineTest : public testing::Test {
 protected:
  SlurmEngineTest() {
    if (const char* path = std::getenv("PATH")) path_ = path;
    fs::create_directories(folder() / "bin");
    Program("scontrol", "echo 'MaxArraySize            = 5'");
    Program("squeue", "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1");
    Program("scancel", "echo \"$@\" >> scancel.log");
    Program("sbatch", R"(
echo "$@" >> ')" + (folder() / "sbatch.log").string() +
                          R"('
for argument; do
  case "$argument" in
    --array=*) list=${argument#--array=}; list=${list%\%*} ;;
    --wrap=*) command=${argument#--wrap=} ;;
  esac
done
for range in $(echo "$list" | tr , ' '); do
  for task in $(seq ${range%-*} ${range#*-}); do
    case " $VANISH " in *" $task "*) [ -e vanished ] || { touch vanished; continue; } ;; esac
    SLURM_ARRAY_TASK_ID=$task sh -c "$command" >> /dev/null 2>&1
  done
done
wc -l < ')" + (folder() / "sbatch.log").string() +
                          R"(')");
    setenv("PATH", ((folder() / "bin").string() + ":" + path_).c_str(), 1);
    original_ = fs::current_path();
    fs::current_path(folder());
  }
  ~SlurmEngineTest() override {
    fs::current_path(original_);
    setenv("PATH", path_.c_str(), 1);
    unsetenv("VANISH");
  }

  JobOptions OnSlurm() const { return {.engine = JobEngine::kSlurm, .programs = ProgramFolder()}; }
  const fs::path& folder() const { return folder_.path(); }
  std::string Submitted() const { return ReadText(folder() / "sbatch.log"); }

  void Program(const std::string& name, const std::string& script) const {
    const fs::path file = folder() / "bin" / name;
    std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(file, fs::perms::owner_all);
  }

 private:
  TemporaryFolder folder_;
  std::string path_;
  fs::path original_;
};

TEST_F(SlurmEngineTest, CutsArraysToTheSitesSizeOneAfterTheOther) {
  JobOptions options = OnSlurm();
  options.jobs = 3;
  options.gpus = 1;
  options.slurm_options = {"--partition=gpu"};
  const Batch batch = ShellBatch(folder(), 12, "touch made.$item");
  EXPECT_TRUE(RunBatch(batch, options).complete(batch));
  EXPECT_THAT(TimesDone(batch), Each(1));
  EXPECT_THAT(Submitted(),
              AllOf(HasSubstr("--array=0-4%3"), HasSubstr("--array=0-1%3"), HasSubstr("--gres=gpu:1"),
                    HasSubstr("--partition=gpu"), HasSubstr("--dependency=afterany:2")));
  EXPECT_TRUE(exists(folder() / "made.11"));
}

TEST_F(SlurmEngineTest, ATaskThatVanishedIsGivenOnceMore) {
  setenv("VANISH", "2", 1);
  const Batch batch = ShellBatch(folder(), 4, "true");
  EXPECT_TRUE(RunBatch(batch, OnSlurm()).complete(batch));
  EXPECT_THAT(TimesDone(batch), Each(1));
  EXPECT_THAT(Submitted(), HasSubstr("--array=0%1"));
}

TEST_F(SlurmEngineTest, WhatFailedIsNotGivenAgainUnasked) {
  const Batch batch = ShellBatch(folder(), 3, "echo $item >> ran; test $item != 1");
  EXPECT_EQ(RunBatch(batch, OnSlurm()).failed, 1);
  EXPECT_EQ(ReadText(folder() / "ran"), "0\n1\n2\n");
  JobOptions retry = OnSlurm();
  retry.retry_failed = true;
  EXPECT_EQ(RunBatch(batch, retry).failed, 1);
  EXPECT_EQ(ReadText(folder() / "ran"), "0\n1\n2\n1\n");
}

TEST_F(SlurmEngineTest, WhatSlurmStillHasIsWaitedForAndNotGivenAgain) {
  const Batch batch = ShellBatch(folder(), 3, "true");
  BeginOrContinue(batch);
  Journal(batch.journal()).Submitted({.job = "7", .offset = 0});
  std::ofstream(folder() / "alive") << "";
  // Asked a second time, its only task has just ended.
  Program("squeue", "if [ -e alive ]; then rm alive; echo 7; exit; fi\n[ -e asked ] || '" + ProgramFolder() +
                        "/jobs' item '" + batch.directory.string() +
                        "' 0 >task.log 2>&1; touch asked\n"
                        "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1");
  EXPECT_TRUE(RunBatch(batch, OnSlurm()).complete(batch));
  EXPECT_THAT(TimesDone(batch), Each(1));
  EXPECT_THAT(Submitted(), AllOf(HasSubstr("--array=0-1%1"), HasSubstr("--offset 1")));
}

TEST_F(SlurmEngineTest, SlurmsRefusalIsRepeated) {
  std::ofstream(folder() / "bin/sbatch")
      << "#!/bin/sh\necho 'sbatch: error: invalid partition specified: gpu' >&2; exit 1\n";
  try {
    RunBatch(ShellBatch(folder(), 1, "true"), OnSlurm());
    FAIL() << "expected an Error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("invalid partition specified: gpu"));
  }
}

TEST_F(SlurmEngineTest, WithoutSlurmItSaysSo) {
  setenv("PATH", "/nowhere", 1);
  try {
    RunBatch(ShellBatch(folder(), 1, "true"), OnSlurm());
    FAIL() << "expected a UsageError";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("found no scontrol on the PATH"));
  }
}

}  // namespace
}  // namespace isogs
