// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Exports that end early: stopped, killed, on a full disk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "shared/core/random.h"
#include "shared/io/file.h"
#include "tests/exports/voxel_files.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Twelve clouds of points.
void WriteClouds(const fs::path& path) {
  Random random(3);
  std::vector<float> points(size_t{12} * 400 * 3);
  for (float& value : points) value = static_cast<float>(random.NextNormal());
  WritePoints(path, "points", {12, 400, 3}, points);
}

std::string Export(const std::string& folder, const std::string& output, int voxel_size = 48) {
  return ProgramFolder() + "/export_voxels --input-points " + folder + "/clouds.h5 --batch-size 3 " +
         "--compression none --output " + output + " --voxel-size " + std::to_string(voxel_size);
}

void ExpectSameFolders(const fs::path& a, const fs::path& b) {
  for (const char* name : {"voxels_batch_0000.h5", "voxels_batch_0001.h5", "voxels_batch_0002.h5",
                           "voxels_batch_0003.h5", "metadata.yaml"}) {
    ASSERT_TRUE(fs::exists(a / name)) << name;
    EXPECT_TRUE(ReadWholeFile(a / name) == ReadWholeFile(b / name)) << name;
  }
}

TEST(VoxelFaults, AFullDiskCostsOneLineAndNoFinishedBatch) {
  if (RunCommand("unshare -m mount -t tmpfs tmpfs /mnt").code != 0)
    GTEST_SKIP() << "needs root for a file system";
  const TemporaryFolder folder;
  WriteClouds(folder / "clouds.h5");
  const std::string here = folder.path().string(), disk = here + "/disk";
  ASSERT_EQ(RunCommand(Export(here, here + "/whole")).code, 0);
  fs::create_directory(disk);
  // A batch is 1.3 MB: the disk is full in one of them, at its first byte or its last, as it happens.
  for (const char* size : {"1332k", "1336k", "1340k", "2000k", "2668k"}) {
    std::string script = "set -e\nmount -t tmpfs -o size=";
    script.append(size)
        .append(" tmpfs ")
        .append(disk)
        .append("\nmkdir ")
        .append(disk)
        .append("/out\ncode=0; ");
    script.append(Export(here, disk + "/out")).append(" >").append(here).append("/said 2>&1 || code=$?\n");
    script.append("echo \"full: $code, lines: $(grep -c . ").append(here).append("/said)\"\ntail -n 1 ");
    script.append(here)
        .append("/said\nls ")
        .append(disk)
        .append("/out\nmount -o remount,size=16m ")
        .append(disk);
    script.append("\n").append(Export(here, disk + "/out")).append("\ncp -r ").append(disk).append("/out ");
    script.append(here).append("/result\n");
    WriteFileAtomically(folder / "script", script);
    fs::remove_all(folder / "result");
    const CommandOutcome outcome = RunCommand("unshare -m sh " + here + "/script");
    ASSERT_EQ(outcome.code, 0) << size << ": " << outcome.output;
    EXPECT_THAT(outcome.output,
                AllOf(HasSubstr("full: 1"), HasSubstr("export_voxels: cannot write"),
                      HasSubstr("No space left on device"), Not(HasSubstr(".tmp\n")), Not(HasSubstr("HDF5"))))
        << size;
    ExpectSameFolders(folder / "result", folder / "whole");
  }
}

TEST(VoxelFaults, CtrlCLeavesWholeBatchesAndTheSameCommandGoesOn) {
  const TemporaryFolder folder;
  WriteClouds(folder / "clouds.h5");
  const std::string here = folder.path().string();
  constexpr int kCells = 96;  // long enough to be stopped within
  ASSERT_EQ(RunCommand(Export(here, here + "/whole", kCells)).code, 0);
  const CommandOutcome stopped =
      RunCommand(Export(here, here + "/out", kCells) + " & pid=$!; while [ ! -e " + here +
                 "/out/voxels_batch_0001.h5.tmp ]; do sleep 0.001; done; kill -INT $pid; wait $pid");
  EXPECT_EQ(stopped.code, 1) << stopped.output;
  EXPECT_THAT(stopped.output, HasSubstr(" of 4 batches complete; the same command goes on from there\n"));
  EXPECT_TRUE(fs::exists(folder / "out/voxels_batch_0000.h5"));
  for (const auto& entry : fs::directory_iterator(folder / "out")) EXPECT_EQ(entry.path().extension(), ".h5");
  ASSERT_EQ(RunCommand(Export(here, here + "/out", kCells)).code, 0);
  ExpectSameFolders(folder / "out", folder / "whole");
}

TEST(VoxelFaults, KilledAtAnyStepOfAFileItGoesOnToTheSameBytes) {
  const TemporaryFolder folder;
  WriteClouds(folder / "clouds.h5");
  const std::string here = folder.path().string();
  ASSERT_EQ(RunCommand(Export(here, here + "/whole")).code, 0);
  for (const char* step : {"file_sync:2", "file_rename:1", "file_folder:3", "file_rename:5"}) {
    fs::remove_all(folder / "out");
    EXPECT_EQ(RunCommand(std::string("ISOGS_KILL_AT=").append(step) + " " + Export(here, here + "/out")).code,
              137)
        << step;
    EXPECT_FALSE(fs::exists(folder / "out/metadata.yaml")) << step;
    ASSERT_EQ(RunCommand(Export(here, here + "/out")).code, 0) << step;
    ExpectSameFolders(folder / "out", folder / "whole");
  }
}

class Overwriting : public testing::Test {
 protected:
  Overwriting() {
    WriteClouds(folder_ / "clouds.h5");
    EXPECT_EQ(RunCommand(Export(here_, here_ + "/out")).code, 0);
    fs::copy(folder_ / "out", folder_ / "before");
  }

  TemporaryFolder folder_;
  std::string here_ = folder_.path().string();
  std::string again_ = Export(here_, here_ + "/out", 96) + " --overwrite";
};

TEST_F(Overwriting, KeepsWhatIsThereIfTheNewInputIsBad) {
  std::vector<float> points(30, 0.25f);
  points[4] = std::nanf("");
  WritePoints(folder_ / "clouds.h5", "points", {1, 10, 3}, points);
  const CommandOutcome outcome = RunCommand(again_);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("is not finite"));
  ExpectSameFolders(folder_ / "out", folder_ / "before");
}

TEST_F(Overwriting, KeepsWhatIsThereIfItIsStoppedInTheFirstBatch) {
  const CommandOutcome stopped =
      RunCommand(again_ + " & pid=$!; while [ ! -e " + here_ +
                 "/out/voxels_batch_0000.h5.new.tmp ] && kill -0 $pid; do sleep 0.001; done; " +
                 "kill -INT $pid; wait $pid");
  EXPECT_EQ(stopped.code, 1) << stopped.output;
  EXPECT_THAT(stopped.output, HasSubstr("the volumes that were there still are\n"));
  ExpectSameFolders(folder_ / "out", folder_ / "before");
}

TEST_F(Overwriting, KilledAtAnyStepItLeavesTheOldOrBeginsTheNewButMixesNothing) {
  ASSERT_EQ(RunCommand(Export(here_, here_ + "/whole", 96)).code, 0);
  for (const char* step : {"file_sync:1", "file_rename:1", "file_folder:1", "file_sync:2", "file_rename:5"}) {
    fs::remove_all(folder_ / "out");
    fs::copy(folder_ / "before", folder_ / "out");
    EXPECT_EQ(RunCommand(std::string("ISOGS_KILL_AT=").append(step) + " " + again_).code, 137) << step;
    if (fs::exists(folder_ / "out/metadata.yaml")) ExpectSameFolders(folder_ / "out", folder_ / "before");
    ASSERT_EQ(RunCommand(again_).code, 0) << step;
    ExpectSameFolders(folder_ / "out", folder_ / "whole");
    EXPECT_FALSE(fs::exists(folder_ / "out/voxels_batch_0000.h5.new"));
  }
}

TEST_F(Overwriting, KilledWithTheFirstBatchReadyItGoesOnWithThat) {
  ASSERT_EQ(RunCommand(Export(here_, here_ + "/whole", 96)).code, 0);
  fs::copy_file(folder_ / "whole/voxels_batch_0000.h5", folder_ / "out/voxels_batch_0000.h5.new");
  fs::remove(folder_ / "out/voxels_batch_0001.h5");
  const CommandOutcome outcome = RunCommand(Export(here_, here_ + "/out", 96));
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("3 of 12 volumes are there"));
  ExpectSameFolders(folder_ / "out", folder_ / "whole");
}

}  // namespace
}  // namespace isogs
