// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// make_dataset build killed at random moments, alone or with its items, and started again until it is done;
// and on a disk that is full. ISOGS_FAULT_KILLS and ISOGS_FAULT_SEED in the environment say how many kills
// and which (scripts/faults.sh).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "jobs/journal.h"
#include "shared/core/child_process.h"
#include "shared/core/random.h"
#include "shared/core/text.h"
#include "shared/io/file.h"
#include "tests/faults/fault_settings.h"
#include "tests/shared/dataset_contents.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

constexpr int kScenes = 4;
constexpr int kKillsPerDataset = 5;

std::vector<std::string> BuildWords(const fs::path& folder) {
  return {"build",     "--output", folder.string(), "--count", std::to_string(kScenes),
          "--quality", "draft",    "--jobs",        "2"};
}

std::string Build(const fs::path& folder) {
  std::string line = ProgramFolder() + "/make_dataset";
  for (const std::string& word : BuildWords(folder)) line.append(" ").append(word);
  return line;
}

/// How often each item ended with code 0.
std::vector<int> TimesDone(const fs::path& folder) {
  std::vector<int> times(kScenes);
  JournalReader(folder / "jobs.jsonl", kScenes).Update([&](const ItemEnd& end) {
    if (end.succeeded()) ++times[static_cast<size_t>(end.item)];
  });
  return times;
}

std::vector<pid_t> ItemsOf(const fs::path& folder) {
  std::vector<pid_t> items;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto process = ParseWhole<pid_t>(entry.path().filename().string());
    if (!process) continue;
    const std::string command = ReadText(entry.path() / "cmdline");
    if (command.find(folder.string()) != std::string::npos && command.find("--item") != std::string::npos)
      items.push_back(*process);
  }
  return items;
}

/// Starts the build and kills it after a while. Returns whether it was killed before its end.
bool BuildAndKill(const fs::path& folder, double seconds, bool with_items) {
  ChildProcess build(fs::path(ProgramFolder()) / "make_dataset", BuildWords(folder), {.console = false});
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  // Items whose runner dies first are asked to end by the kernel.
  const std::vector<pid_t> items = with_items ? ItemsOf(folder) : std::vector<pid_t>();
  build.Signal(SIGKILL);
  for (const pid_t item : items) kill(item, SIGKILL);
  return build.Wait().signal == SIGKILL;
}

TEST(DatasetFaults, KilledAtAnyMomentTheBytesAreThoseOfTheUndisturbedAndNothingIsDoneTwice) {
  const int wanted = FaultKills(3);
  Random random(FaultSeed());
  const TemporaryFolder folder;
  const fs::path whole = folder / "whole";
  const auto start = std::chrono::steady_clock::now();
  const CommandOutcome undisturbed = RunCommand(Build(whole));
  ASSERT_EQ(undisturbed.code, 0) << undisturbed.output;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  int kills = 0, with_items = 0, datasets = 0, lost = 0;
  while (kills < wanted) {
    const fs::path killed = folder / ("killed" + std::to_string(datasets++));
    bool done = false;
    for (int attempt = 0; !done && attempt < kKillsPerDataset && kills < wanted; ++attempt) {
      const bool items_too = random.NextIndex(2) == 0;
      done = !BuildAndKill(killed, random.NextUnit() * seconds, items_too);
      kills += done ? 0 : 1;
      with_items += !done && items_too ? 1 : 0;
    }
    const CommandOutcome last = RunCommand(Build(killed));
    const std::string difference = last.code == 0 ? DatasetDifference(whole, killed) : "";
    lost += last.code == 0 && difference.empty() ? 0 : 1;
    EXPECT_EQ(last.code, 0) << last.output;
    EXPECT_EQ(difference, "");
    EXPECT_THAT(TimesDone(killed), Each(1));
    fs::remove_all(killed);
  }
  std::printf("kills %d, %d of them with the items, in %d data sets; data sets lost %d\n", kills, with_items,
              datasets, lost);
}

TEST(DatasetFaults, KilledAmongTheLastFilesTheSameCommandWritesThem) {
  const TemporaryFolder folder;
  const fs::path data = folder / "data", whole = folder / "whole";
  ASSERT_EQ(RunCommand(Build(data)).code, 0);
  fs::copy(data, whole, fs::copy_options::recursive);
  fs::remove_all(data / "splits");
  fs::remove(data / "dataset_info.json");
  for (const std::string step : {"file_open:1", "file_write:3", "file_sync:5", "file_rename:1",
                                 "file_rename:4", "file_rename:6", "file_folder:6"}) {
    EXPECT_EQ(RunCommand("ISOGS_KILL_AT=" + step + " " + Build(data)).code, 128 + SIGKILL) << step;
  }
  EXPECT_EQ(RunCommand(Build(data)).code, 0);
  EXPECT_EQ(DatasetDifference(whole, data), "");
  EXPECT_THAT(TimesDone(data), Each(1));
}

TEST(DatasetFaults, OnAFullDiskFinishedScenesAreKeptAndWithSpaceTheBuildGoesOn) {
  if (RunCommand("unshare -m mount -t tmpfs tmpfs /mnt").code != 0)
    GTEST_SKIP() << "needs root for a file system";
  const TemporaryFolder folder;
  const fs::path whole = folder / "whole", disk = folder / "disk", data = disk / "data";
  ASSERT_EQ(RunCommand(Build(whole)).code, 0);
  uint64_t bytes = 0;
  for (const auto& [name, content] : DatasetContents(whole)) bytes += content.size();
  fs::create_directory(disk);
  // Space for more than half of it.
  std::string script = "set -e\nmount -t tmpfs -o size=";
  script += std::to_string(bytes * 6 / 10) + " tmpfs " + disk.string() + "\ncode=0; " + Build(data);
  script += " || code=$?\necho \"full: $code\"\nls -R " + data.string() + "\nmount -o remount,size=1g " +
            disk.string();
  script += "\n" + Build(data) + "\ncp -r " + data.string() + " " + (folder / "result").string() + "\n";
  WriteFileAtomically(folder / "script", std::string_view(script));
  const CommandOutcome outcome = RunCommand("unshare -m sh " + (folder / "script").string());
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("full: 1"), HasSubstr("No space left on device"),
                                    HasSubstr("the same command goes on"), HasSubstr("train_00000.json"),
                                    Not(HasSubstr(".tmp"))));
  EXPECT_EQ(DatasetDifference(whole, folder / "result"), "");
  EXPECT_THAT(TimesDone(folder / "result"), Each(1));
}

}  // namespace
}  // namespace isogs
