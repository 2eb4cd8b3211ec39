// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/run_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "tests/jobs/shell_batch.h"
#include "tests/shared/processes.h"
#include "tests/shared/run_command.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;

class RunBatchTest : public testing::Test {
 protected:
  const std::filesystem::path& folder() const { return folder_.path(); }
  Batch Items(int64_t count, const std::string& line) const { return ShellBatch(folder(), count, line); }
  std::string Text(const std::string& name) const { return ReadText(folder() / name); }

  /// RunBatch in a process of its own.
  pid_t StartRunner(const Batch& batch, const JobOptions& options) const {
    const pid_t runner = fork();
    if (runner != 0) return runner;
    if (freopen("/dev/null", "w", stdout) == nullptr) _exit(9);
    try {
      _exit(RunBatch(batch, options).complete(batch) ? 0 : 1);
    } catch (...) {
      _exit(2);
    }
  }

  static int WaitFor(pid_t process) {
    int status = 0;
    waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(RunBatchTest, RunsEachItemOnceAndKeepsItsWords) {
  const Batch batch = Items(5, "echo I am $item; touch made.$item");
  const BatchOutcome outcome = RunBatch(batch, {.jobs = 2});
  EXPECT_TRUE(outcome.complete(batch));
  EXPECT_THAT(TimesDone(batch), Each(1));
  EXPECT_EQ(Text("batch/logs/item_000003.log"), "I am 3\n");
  EXPECT_TRUE(exists(folder() / "made.4"));
}

TEST_F(RunBatchTest, StartingAgainSkipsWhatIsDoneAndWhatFailed) {
  const Batch batch = Items(3, "echo $item >> ran; test $item != 1");
  EXPECT_EQ(RunBatch(batch, {}).failed, 1);
  const BatchOutcome again = RunBatch(batch, {});
  EXPECT_EQ(Text("ran"), "0\n1\n2\n");
  EXPECT_EQ(again.done, 2);
  EXPECT_EQ(again.failed, 1);
}

TEST_F(RunBatchTest, RetryFailedRunsNothingElse) {
  const Batch batch = Items(3, "echo $item >> ran; test $item != 1 || test -e mended");
  RunBatch(batch, {});
  std::ofstream(folder() / "mended") << "";
  EXPECT_TRUE(RunBatch(batch, {.retry_failed = true}).complete(batch));
  EXPECT_EQ(Text("ran"), "0\n1\n2\n1\n");
}

TEST_F(RunBatchTest, AFailureIsNamedWithItsLastWords) {
  const Batch batch = Items(1, "echo fine; echo 'slam: no frames there' >&2; exit 3");
  RunBatch(batch, {});
  JournalReader journal(batch.journal(), 1);
  journal.Update();
  EXPECT_EQ(journal.failures().at(0).code, 3);
  EXPECT_EQ(journal.failures().at(0).error, "slam: no frames there");
  const CommandOutcome status = RunIsogs("jobs status " + batch.directory.string());
  EXPECT_EQ(status.code, 0);
  EXPECT_THAT(status.output, AllOf(HasSubstr("0 of 1 items done, 1 failed"),
                                   HasSubstr("slam: no frames there"), HasSubstr("item_000000.log")));
  const auto json = nlohmann::json::parse(RunIsogs("jobs status --json " + batch.directory.string()).output);
  EXPECT_EQ(json["failures"][0]["code"], 3);
}

TEST_F(RunBatchTest, ACrashStaysInItsItem) {
  const Batch batch = Items(3, "test $item != 1 || kill -SEGV $$");
  const BatchOutcome outcome = RunBatch(batch, {.jobs = 2});
  EXPECT_EQ(outcome.done, 2);
  JournalReader journal(batch.journal(), 3);
  journal.Update();
  EXPECT_EQ(journal.failures().at(1).signal, SIGSEGV);
}

TEST_F(RunBatchTest, AnItemThatTakesTooLongIsEndedWithWhatItStarted) {
  const Batch batch = Items(2, "test $item = 1 || sleep 1000");
  const BatchOutcome outcome = RunBatch(batch, {.jobs = 2, .timeout_s = 1});
  EXPECT_EQ(outcome.done, 1);
  JournalReader journal(batch.journal(), 2);
  journal.Update();
  EXPECT_TRUE(journal.failures().at(0).timed_out);
}

TEST_F(RunBatchTest, ItemsTakeTurnsOnTheGpus) {
  const Batch batch = Items(4, "echo gpu $CUDA_VISIBLE_DEVICES > gpu.$item; sleep 0.3");
  RunBatch(batch, {.jobs = 2, .gpus = 2});
  EXPECT_EQ(Text("gpu.0"), "gpu 0\n");
  EXPECT_EQ(Text("gpu.1"), "gpu 1\n");
}

TEST_F(RunBatchTest, TimeAndMemoryOfAnItemAreInTheJournal) {
  const Batch batch = Items(1, "x=$(head -c 30000000 /dev/zero | tr '\\0' a); sleep 0.2");
  RunBatch(batch, {});
  JournalReader journal(batch.journal(), 1);
  double seconds = 0.0;
  journal.Update([&](const ItemEnd& end) { seconds = end.seconds; });
  EXPECT_GE(seconds, 0.2);
  EXPECT_GT(journal.peak_memory_bytes(), 30'000'000);
}

TEST_F(RunBatchTest, AnotherBatchInTheFolderIsRefusedByWhatDiffers) {
  RunBatch(Items(1, "true"), {});
  const auto message = [](const Batch& batch) -> std::string {
    try {
      RunBatch(batch, {});
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_THAT(message(Items(2, "true")), HasSubstr("was begun with 1 items, now 2"));
  EXPECT_THAT(message(Items(1, "false")), HasSubstr("true"));
}

TEST_F(RunBatchTest, ADryRunMakesNothing) {
  testing::internal::CaptureStdout();
  RunBatch(Items(3, "true"), {.dry_run = true});
  EXPECT_THAT(testing::internal::GetCapturedStdout(),
              AllOf(HasSubstr("3 of 3 items to run"), HasSubstr("--item 2")));
  EXPECT_FALSE(exists(folder() / "batch"));
}

TEST_F(RunBatchTest, TwoRunnersDoNotMeet) {
  const Batch batch = Items(1, "sleep 1000");
  const pid_t runner = StartRunner(batch, {});
  ASSERT_TRUE(Eventually([&] { return exists(batch.journal()); }));
  EXPECT_THROW(RunBatch(batch, {}), UsageError);
  kill(runner, SIGKILL);
  WaitFor(runner);
}

TEST_F(RunBatchTest, AStopLetsWhatRunsFinishAndTheSameCommandGoesOn) {
  const Batch batch = Items(4, "touch began.$item; sleep 0.5; touch ended.$item");
  const pid_t runner = StartRunner(batch, {.jobs = 2});
  ASSERT_TRUE(Eventually([&] { return exists(folder() / "began.0") && exists(folder() / "began.1"); }));
  kill(runner, SIGINT);
  EXPECT_EQ(WaitFor(runner), 1);
  EXPECT_TRUE(exists(folder() / "ended.0") && exists(folder() / "ended.1"));
  EXPECT_FALSE(exists(folder() / "began.2"));
  EXPECT_TRUE(RunBatch(batch, {.jobs = 2}).complete(batch));
  EXPECT_THAT(TimesDone(batch), Each(1));
}

TEST_F(RunBatchTest, KilledAtAnyMomentItGoesOnAndDoesNothingTwice) {
  const Batch batch = Items(12, "sleep 0.05; test -e made.$item || { echo made >> made.$item; }");
  std::mt19937 random(7);
  for (int kills = 0; kills < 5; ++kills) {
    const pid_t runner = StartRunner(batch, {.jobs = 2});
    std::this_thread::sleep_for(
        std::chrono::milliseconds(std::uniform_int_distribution<int>(0, 250)(random)));
    kill(runner, SIGKILL);
    WaitFor(runner);
  }
  ASSERT_EQ(WaitFor(StartRunner(batch, {.jobs = 2})), 0);
  EXPECT_THAT(TimesDone(batch), Each(1));
  for (int item = 0; item < 12; ++item) EXPECT_EQ(Text("made." + std::to_string(item)), "made\n");
}

TEST_F(RunBatchTest, AJournalThatCannotBeWrittenEndsItAndKeepsWhatIsDone) {
  const Batch batch =
      Items(3, "test $item != 1 || { rm -rf batch/jobs.jsonl; mkdir batch/jobs.jsonl; }; touch made.$item");
  EXPECT_THROW(RunBatch(batch, {}), Error);
  EXPECT_TRUE(exists(folder() / "made.0"));
  EXPECT_FALSE(exists(folder() / "made.2"));
}

TEST_F(RunBatchTest, AFullDiskEndsItAndTheItemStaysToBeDone) {
  const Batch batch =
      Items(3, "test $item != 1 || test -e space || { echo 'a: No space left on device'; exit 1; }");
  EXPECT_THROW(RunBatch(batch, {}), Error);
  EXPECT_THAT(TimesDone(batch), testing::ElementsAre(1, 0, 0));
  EXPECT_EQ(RunIsogs("jobs item " + batch.directory.string() + " 1").code, 1);
  std::ofstream(folder() / "space") << "";
  EXPECT_TRUE(RunBatch(batch, {}).complete(batch));
}

TEST_F(RunBatchTest, ABatchWhoseFolderWasMovedGoesOn) {
  Batch batch = Items(2, "echo made > $0/made.$item; test $item = 0 || test -e mended");
  batch.command.back() = batch.directory.string();  // the shell's $0
  RunBatch(batch, {});
  std::filesystem::rename(batch.directory, folder() / "moved");
  std::ofstream(folder() / "mended") << "";
  EXPECT_EQ(RunIsogs("jobs item " + (folder() / "moved").string() + " 1").code, 0);
  EXPECT_TRUE(exists(folder() / "moved/made.1"));
  batch.directory = folder() / "moved";
  batch.command.back() = batch.directory.string();
  EXPECT_TRUE(RunBatch(batch, {}).complete(batch));
}

TEST_F(RunBatchTest, AnItemRunsByHand) {
  const Batch batch = Items(3, "echo item $item > made; test $item != 2");
  BeginOrContinue(batch);
  EXPECT_EQ(RunIsogs("jobs item " + batch.directory.string() + " 1").code, 0);
  EXPECT_EQ(Text("made"), "item 1\n");
  EXPECT_EQ(RunCommand("SLURM_ARRAY_TASK_ID=1 " + ProgramFolder() + "/isogs jobs item " +
                       batch.directory.string() + " --offset 1")
                .code,
            1);
  EXPECT_EQ(Text("made"), "item 2\n");
  const CommandOutcome beyond = RunIsogs("jobs item " + batch.directory.string() + " 3");
  EXPECT_EQ(beyond.code, 2);
  EXPECT_THAT(beyond.output, HasSubstr("expected 0 to 2"));
}

TEST_F(RunBatchTest, AFolderWithoutABatchIsNamed) {
  const CommandOutcome outcome = RunIsogs("jobs status " + folder().string());
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.output,
            "jobs: " + folder().string() + ": holds no batch.json, expected the folder of a batch\n");
}

TEST(ShellQuoted, AShellReadsTheSameWords) {
  const std::vector<std::string> words = {"plain", "two words", "it's", "", "$HOME", "a\nb"};
  EXPECT_EQ(RunCommand("printf '<%s>' " + ShellQuoted(words)).output,
            "<plain><two words><it's><><$HOME><a\nb>");
}

}  // namespace
}  // namespace isogs
