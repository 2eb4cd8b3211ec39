// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "shared/core/error.h"
#include "tests/shared/processes.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

class JournalTest : public testing::Test {
 protected:
  std::filesystem::path File() const { return folder_ / "jobs.jsonl"; }
  void AppendText(const std::string& text) const { std::ofstream(File(), std::ios::app) << text; }

 private:
  TemporaryFolder folder_;
};

TEST_F(JournalTest, TellsWhatIsDoneFailedBegunAndToDo) {
  Journal journal(File());
  journal.Start(0);
  journal.End({.item = 0, .seconds = 2.0, .peak_memory_bytes = 7 << 20});
  journal.Start(1);
  journal.End({.item = 1, .code = 3, .error = "no \xff such file"});
  journal.Start(2);
  JournalReader reader(File(), 4);
  std::vector<int64_t> ended;
  reader.Update([&](const ItemEnd& end) { ended.push_back(end.item); });
  EXPECT_THAT(ended, testing::ElementsAre(0, 1));
  EXPECT_EQ(reader.state(0), ItemState::kDone);
  EXPECT_EQ(reader.state(1), ItemState::kFailed);
  EXPECT_EQ(reader.state(2), ItemState::kStarted);
  EXPECT_EQ(reader.state(3), ItemState::kPending);
  EXPECT_EQ(reader.mean_seconds(), 2.0);
  EXPECT_EQ(reader.peak_memory_bytes(), 7 << 20);
  EXPECT_THAT(reader.failures().at(1).error, testing::StartsWith("no "));

  journal.Start(1);
  journal.End({.item = 1});
  reader.Update();
  EXPECT_EQ(reader.state(1), ItemState::kDone);
  EXPECT_TRUE(reader.failures().empty());
}

TEST_F(JournalTest, ALineThatAKilledProcessLeftHalfWrittenCostsNoOther) {
  Journal journal(File());
  journal.End({.item = 0});
  AppendText(R"({"event":"end","item":1,"co)");
  journal.End({.item = 2});
  JournalReader reader(File(), 3);
  reader.Update();
  EXPECT_EQ(reader.state(0), ItemState::kDone);
  EXPECT_EQ(reader.state(1), ItemState::kPending);
  EXPECT_EQ(reader.state(2), ItemState::kDone);
  EXPECT_EQ(reader.foreign_lines(), 1);
}

TEST_F(JournalTest, ALineIsReadOnceItIsWhole) {
  JournalReader reader(File(), 1);
  reader.Update();
  AppendText(R"({"event":"end","item":0,)");
  reader.Update();
  EXPECT_EQ(reader.state(0), ItemState::kPending);
  AppendText("\"code\":0}\n");
  reader.Update();
  EXPECT_EQ(reader.state(0), ItemState::kDone);
  EXPECT_EQ(reader.foreign_lines(), 0);
}

TEST_F(JournalTest, LinesThatAreNoEventsAreSkipped) {
  AppendText(
      "nonsense\n[1]\n{\"event\":\"end\",\"item\":99,\"code\":0}\n{\"event\":\"end\",\"item\":\"0\",\"code\":"
      "0}\n");
  JournalReader reader(File(), 2);
  reader.Update();
  EXPECT_EQ(reader.foreign_lines(), 4);
  EXPECT_EQ(reader.count(ItemState::kPending), 2);
}

TEST_F(JournalTest, ProcessesWriteBesideEachOther) {
  constexpr int kProcesses = 4, kEach = 50;
  std::vector<pid_t> writers;
  for (int p = 0; p < kProcesses; ++p) {
    const pid_t writer = fork();
    if (writer == 0) {
      for (int i = 0; i < kEach; ++i) Journal(File()).End({.item = p * kEach + i});
      _exit(0);
    }
    writers.push_back(writer);
  }
  for (const pid_t writer : writers) waitpid(writer, nullptr, 0);
  JournalReader reader(File(), int64_t{kProcesses} * kEach);
  reader.Update();
  EXPECT_EQ(reader.count(ItemState::kDone), kProcesses * kEach);
  EXPECT_EQ(reader.foreign_lines(), 0);
}

TEST_F(JournalTest, NamesTheFileThatCannotBeWritten) {
  Journal journal("/proc/none/jobs.jsonl");
  try {
    journal.Start(0);
    FAIL() << "expected an Error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("/proc/none/jobs.jsonl"));
  }
}

}  // namespace
}  // namespace isogs
