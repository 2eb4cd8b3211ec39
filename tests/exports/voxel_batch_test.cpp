// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/voxel_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "shared/core/error.h"
#include "shared/core/random.h"
#include "shared/io/file.h"
#include "tests/exports/voxel_files.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::vector<float> RandomVolume(const VolumeShape& shape, uint64_t seed) {
  Random random(seed);
  std::vector<float> values(shape.values());
  for (float& value : values) value = static_cast<float>(random.NextNormal());
  values[0] =
      std::numeric_limits<float>::quiet_NaN();  // what HDF5's scale-offset filter would lose a chunk by
  return values;
}

BatchRecord RecordOf(size_t volumes) {
  BatchRecord record{
      .options = "field=density\n", .indices = {}, .sources = {}, .origins_m = {}, .spacings_m = {}};
  for (size_t i = 0; i < volumes; ++i) {
    record.indices.push_back(static_cast<int64_t>(7 + i));
    record.sources.push_back("runs/" + std::to_string(i));
    record.origins_m.insert(record.origins_m.end(), {0.1, 0.2, 0.3});
    record.spacings_m.push_back(0.05);
  }
  return record;
}

void ExpectSameBits(const std::vector<float>& a, const std::vector<float>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i)
    ASSERT_TRUE(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))) << i;
}

TEST(VoxelBatch, IsReadBackBitByBitInEveryShapeAndCompression) {
  const TemporaryFolder folder;
  // Several chunks with a short last one; one chunk; a layer beyond a chunk's usual size; channels.
  for (const VolumeShape& shape : {VolumeShape{0, 100, 90, 70}, VolumeShape{0, 3, 4, 5},
                                   VolumeShape{0, 2, 600, 600}, VolumeShape{4, 50, 90, 70}}) {
    for (const VoxelCompression compression : {VoxelCompression::kGzip, VoxelCompression::kNone}) {
      PrerenderConfig options;
      options.compression = compression;
      VoxelBatchWriter writer(folder / "a.h5", shape, 2, options);
      writer.Write(1, RandomVolume(shape, 2));
      writer.Write(0, RandomVolume(shape, 1));
      writer.Finish(RecordOf(2));
      ExpectSameBits(ReadVolume(folder / "a.h5", 0, shape), RandomVolume(shape, 1));
      ExpectSameBits(ReadVolume(folder / "a.h5", 1, shape), RandomVolume(shape, 2));
    }
  }
}

TEST(VoxelBatch, KeepsWhatItIsMadeOf) {
  const TemporaryFolder folder;
  const VolumeShape shape{0, 3, 4, 5};
  VoxelBatchWriter writer(folder / "a.h5", shape, 2, PrerenderConfig());
  writer.Write(0, RandomVolume(shape, 1));
  writer.Write(1, RandomVolume(shape, 2));
  writer.Finish(RecordOf(2));
  const BatchRecord record = ReadBatchRecord(folder / "a.h5");
  EXPECT_EQ(record.options, "field=density\n");
  EXPECT_EQ(record.indices, RecordOf(2).indices);
  EXPECT_EQ(record.sources, RecordOf(2).sources);
}

TEST(VoxelBatch, SameCallsGiveTheSameBytes) {
  const TemporaryFolder folder;
  const VolumeShape shape{0, 30, 90, 70};
  for (const char* name : {"a.h5", "b.h5"}) {
    VoxelBatchWriter writer(folder / name, shape, 1, PrerenderConfig());
    writer.Write(0, RandomVolume(shape, 1));
    writer.Finish(RecordOf(1));
  }
  EXPECT_TRUE(ReadWholeFile(folder / "a.h5") == ReadWholeFile(folder / "b.h5"));
}

TEST(VoxelBatch, UnfinishedIsEmpty) {
  const TemporaryFolder folder;
  const VolumeShape shape{0, 30, 90, 70};
  {
    VoxelBatchWriter writer(folder / "a.h5", shape, 2, PrerenderConfig());
    writer.Write(0, RandomVolume(shape, 1));
  }
  EXPECT_THROW(ReadBatchRecord(folder / "a.h5"), Error);
}

TEST(VoxelBatch, OfOthersIsRefused) {
  const TemporaryFolder folder;
  WritePoints(folder / "other.h5", "voxels", {1, 2, 2, 2}, std::vector<float>(8));
  WriteFileAtomically(folder / "text.h5", "voxels");
  const auto refusal = [&](const char* name) {
    try {
      ReadBatchRecord(folder / name);
      return std::string("taken");
    } catch (const Error& error) {
      return std::string(error.what());
    }
  };
  EXPECT_THAT(refusal("other.h5"), HasSubstr("was not written by export_voxels"));
  EXPECT_THAT(refusal("text.h5"), HasSubstr("is no HDF5 file"));
  EXPECT_THAT(refusal("none.h5"), HasSubstr("none.h5"));
}

}  // namespace
}  // namespace isogs
