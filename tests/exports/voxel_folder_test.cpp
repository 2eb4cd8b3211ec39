// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/voxel_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string Refusal(const fs::path& folder) {
  try {
    const VoxelFolder taken(folder);
    return "taken";
  } catch (const UsageError& error) {
    return error.what();
  }
}

TEST(VoxelFolder, IsMadeAndKnowsItsBatches) {
  const TemporaryFolder folder;
  const fs::path path = folder / "new/volumes";
  EXPECT_THAT(VoxelFolder(path).batches(), ElementsAre());
  fs::create_directories(path);
  for (const char* name : {"voxels_batch_0000.h5", "voxels_batch_0012.h5", "voxels_batch_10000.h5",
                           "voxels_batch_0013.h5.tmp", "metadata.yaml.tmp", "voxels_batch_0000.h5.new.tmp"}) {
    WriteFileAtomically(path / name, "");
  }
  const VoxelFolder made(path);
  EXPECT_THAT(made.batches(), ElementsAre(0, 12, 10000));
  EXPECT_TRUE(made.HasBatch(12));
  EXPECT_FALSE(made.HasBatch(13));
  EXPECT_FALSE(fs::exists(path / "voxels_batch_0000.h5.new.tmp"));
}

TEST(VoxelFolder, RefusesWhatOthersWrote) {
  for (const char* name :
       {"notes.txt", "voxels_batch_1.h5", "voxels_batch_-001.h5", "voxels_batch_0001.h5.bak"}) {
    const TemporaryFolder folder;
    WriteFileAtomically(folder / name, "");
    EXPECT_THAT(Refusal(folder.path()), HasSubstr(std::string("holds '").append(name))) << name;
  }
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "metadata.yaml", "mine: true\n");
  EXPECT_THAT(Refusal(folder.path()), HasSubstr("metadata.yaml: was not written by export_voxels"));
  WriteFileAtomically(folder / "file", "");
  EXPECT_THAT(Refusal(folder / "file"), HasSubstr("cannot be made"));
}

TEST(VoxelFolder, GoesAgainWhereNothingIsWrittenToIt) {
  const TemporaryFolder folder;
  { const VoxelFolder made(folder / "new/volumes"); }
  EXPECT_FALSE(fs::exists(folder / "new"));
  fs::create_directory(folder / "empty");
  { const VoxelFolder found(folder / "empty"); }
  EXPECT_TRUE(fs::exists(folder / "empty"));
  {
    const VoxelFolder made(folder / "used");
    WriteFileAtomically(made.batch(0), "");
  }
  EXPECT_TRUE(fs::exists(folder / "used/voxels_batch_0000.h5"));
}

TEST(VoxelFolder, SaysInALineWhatItCannotRemove) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "voxels_batch_0003.h5/full");
  VoxelFolder made(folder.path());
  try {
    made.Replace();
    FAIL() << "removed";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("cannot remove "), HasSubstr("0003.h5: Directory not empty")));
  }
}

TEST(VoxelFolder, HasOneWriter) {
  const TemporaryFolder folder;
  const VoxelFolder first(folder.path());
  EXPECT_THAT(Refusal(folder.path()), HasSubstr("another export_voxels is writing"));
}

}  // namespace
}  // namespace isogs
