// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <exception>
#include <string>

#include "datasets/rosbag/rosbag_dataset.h"
#include "shared/core/text.h"
#include "shared/io/file.h"
#include "tests/datasets/rosbag/tiny_bags.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/fuzz/mutator.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

constexpr int kInputsAKind = 700;  // of three kinds
constexpr uint64_t kSeed = 20261201;

TinyBagOptions Cdr() {
  TinyBagOptions options;
  options.is_cdr = true;
  options.frames = 2;
  return options;
}

std::string SqliteBytes() {
  const TemporaryFolder folder;
  WriteSqliteBag(folder / "a.db3", TinyMessages(Cdr()));
  return ReadWholeFile(folder / "a.db3");
}

std::vector<std::string> SeedsOf(const std::string& kind) {
  TinyBagOptions ros1 = Cdr();
  ros1.is_cdr = false;
  if (kind == "ros1") {
    return {Ros1Bag(TinyMessages(ros1)), Ros1Bag(TinyMessages(ros1), {ChunkPacking::kBz2}),
            Ros1Bag(TinyMessages(ros1), {ChunkPacking::kLz4})};
  }
  if (kind == "sqlite") return {SqliteBytes()};
  const std::vector<TinyMessage> messages = TinyMessages(Cdr());
  return {McapFile(messages), McapFile(messages, {ChunkPacking::kLz4}),
          McapFile(messages, {ChunkPacking::kZstd, true, 4, false}),
          McapFile(messages, {ChunkPacking::kNone, false, 0, false})};
}

class MutatedBags : public testing::TestWithParam<const char*> {};

/// The message of the Error; "an exception" of another kind; empty: all was read.
std::string ReadAll(const std::filesystem::path& file) {
  try {
    const auto dataset = OpenRosbag(ConfigOf(file));
    for (int64_t i = 0; i < dataset->frame_count(); ++i) dataset->Read(i);
  } catch (const Error& error) {
    return error.what();
  } catch (const std::exception& other) {
    return std::string("an exception: ") + other.what() + "\n";
  }
  return "";
}

TEST_P(MutatedBags, AreReadOrRefusedInOneLine) {
  const TemporaryFolder folder;
  fuzz::Mutator mutator(SeedsOf(GetParam()), {"op=", "conn", "lz4", "zstd", "bz2", "\xff\xff\xff\x7f"},
                        kSeed);
  int refused = 0;
  for (int i = 0; i < kInputsAKind; ++i) {
    WriteText(folder / "a.bag", mutator.Next());
    const std::string found = ReadAll(folder / "a.bag");
    refused += found.empty() ? 0 : 1;
    ASSERT_EQ(WithoutControls(found), found) << "input " << i;
  }
  EXPECT_GT(refused, kInputsAKind / 20);
}

INSTANTIATE_TEST_SUITE_P(Format, MutatedBags, testing::Values("ros1", "mcap", "sqlite"));

}  // namespace
}  // namespace isogs
