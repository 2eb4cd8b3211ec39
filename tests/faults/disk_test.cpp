// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Disks that are full or gone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "run/run_directory.h"
#include "shared/io/file.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string Slam(const std::filesystem::path& run, int frames) {
  return ProgramFolder() + "/" + SmallRun(run, "--frames " + std::to_string(frames));
}

TEST(Disk, FullCostsNoCheckpointAndWithSpaceTheRunGoesOn) {
  if (RunCommand("unshare -m mount -t tmpfs tmpfs /mnt").code != 0)
    GTEST_SKIP() << "needs root for a file system";
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "disk");
  const RunDirectory whole(folder / "whole");
  ASSERT_EQ(RunCommand(Slam(whole.path(), 12)).code, 0);
  const std::string disk = (folder / "disk").string(), run = disk + "/run";
  WriteFileAtomically(
      folder / "script",
      std::string_view("set -e\nmount -t tmpfs -o size=8m tmpfs " + disk + "\n" + Slam(run, 3) + "\ncp " +
                       run + "/params000002.npz " + disk + "/..\nhead -c 6500k /dev/zero > " + disk +
                       "/filler\ncode=0; " + Slam(run, 12) + " || code=$?\necho \"full: $code\"\ncmp " + run +
                       "/params000002.npz " + disk + "/../params000002.npz\nls " + run + "\nrm " + disk +
                       "/filler\n" + Slam(run, 12) + "\ncp -r " + run + " " + disk + "/../result\n"));
  const CommandOutcome outcome = RunCommand("unshare -m sh " + (folder / "script").string());
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("full: 1"), HasSubstr("No space left on device"),
                    HasSubstr("going on from " + run + "/params000002.npz"), Not(HasSubstr(".tmp"))));
  const RunDirectory result(folder / "result");
  EXPECT_TRUE(ReadWholeFile(result.params()) == ReadWholeFile(whole.params()));
  EXPECT_TRUE(ReadWholeFile(result.trajectory_online()) == ReadWholeFile(whole.trajectory_online()));
  EXPECT_EQ(FramesOf(result.metrics()), FirstFrames(12));
}

TEST(Disk, AFolderThatVanishesEndsNoRun) {
  const TemporaryFolder folder;
  const RunDirectory whole(folder / "whole"), run(folder / "run");
  ASSERT_EQ(RunCommand(Slam(whole.path(), 24)).code, 0);
  const std::string moved = (folder / "moved").string();
  const CommandOutcome outcome = RunCommand(
      "ISOGS_SLOW_WRITE_US=500 " + Slam(run.path(), 24) + " & pid=$!; while [ ! -e " +
      (run.path() / CheckpointName(2)).string() + " ]; do sleep 0.01; done; mv " + run.path().string() + " " +
      moved + "; wait $pid; code=$?; mv " + moved + " " + run.path().string() + "; exit $code");
  EXPECT_EQ(outcome.code, 1) << outcome.output;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("No such file or directory"), HasSubstr("24/24")));
  ASSERT_EQ(RunCommand(Slam(run.path(), 24)).code, 0);
  EXPECT_TRUE(ReadWholeFile(run.params()) == ReadWholeFile(whole.params()));
  EXPECT_EQ(FramesOf(run.metrics()), FirstFrames(24));
}

}  // namespace
}  // namespace isogs
