// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/rosbag_dataset.h"
#include "tests/datasets/rosbag/tiny_bags.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

/// Opens the recording and reads its first frame.
void Read(const Input& input) {
  DatasetConfig config = ConfigOf(input.File("a.bag"));
  config.fx = config.fy = 15.0;
  config.cx = 7.5;
  config.cy = 5.5;
  OpenRosbag(config)->Read(0);
}

std::vector<TinyMessage> Messages(bool is_cdr) {
  TinyBagOptions options;
  options.is_cdr = is_cdr;
  options.frames = 2;
  return TinyMessages(options);
}

std::vector<std::string> Ros1Seeds() {
  return {Ros1Bag(Messages(false)), Ros1Bag(Messages(false), {ChunkPacking::kBz2}),
          Ros1Bag(Messages(false), {ChunkPacking::kLz4, false})};
}

std::vector<std::string> McapSeeds() {
  return {McapFile(Messages(true)), McapFile(Messages(true), {ChunkPacking::kLz4}),
          McapFile(Messages(true), {ChunkPacking::kZstd, true, 4, false}),
          McapFile(Messages(true), {ChunkPacking::kNone, false, 0, false})};
}

/// SQLite takes memory for twenty pages at once, of the size that the file says: here it says a large one.
std::vector<std::string> SqliteSeeds() {
  constexpr int kPageBytes = 16384;
  return {BytesOf([](const std::filesystem::path& file) { WriteSqliteBag(file, Messages(true), kPageBytes); },
                  "a.db3")};
}

std::vector<std::string> Words() { return {"op=", "conn=", "lz4", "bz2", "zstd", "mono8", "32FC1", "rgba8"}; }

const Registration kRos1({"bag_ros1", Read, Ros1Seeds, Words});
const Registration kMcap({"bag_mcap", Read, McapSeeds, Words});
const Registration kSqlite({"bag_sqlite", Read, SqliteSeeds, Words});

}  // namespace
}  // namespace isogs::fuzz
