// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "datasets/rosbag/bag.h"
#include "tests/datasets/rosbag/tiny_bags.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

constexpr ChunkPacking kNone = ChunkPacking::kNone;

class BagContainer : public testing::Test {
 protected:
  std::vector<TinyMessage> Messages(bool is_cdr, int frames = 3) {
    TinyBagOptions options;
    options.is_cdr = is_cdr;
    options.frames = frames;
    return TinyMessages(options);
  }

  std::unique_ptr<Bag> Open(const std::string& name, const std::string& bytes) {
    WriteText(folder_ / name, bytes);
    return OpenBag(folder_ / name);
  }

  static void ExpectHolds(const Bag& bag, const std::vector<TinyMessage>& messages) {
    for (const BagTopic& topic : bag.topics()) {
      std::vector<TinyMessage> expected;
      for (const TinyMessage& message : messages) {
        if (message.topic == topic.name) expected.push_back(message);
      }
      ASSERT_EQ(topic.messages.size(), expected.size()) << topic.name;
      for (size_t i = 0; i < topic.messages.size(); ++i) {
        EXPECT_EQ(topic.type, expected[i].type);
        EXPECT_EQ(topic.messages[i].recorded_ns, expected[i].recorded_ns);
        EXPECT_LT(topic.messages[i].time_ns, expected[i].recorded_ns);  // the header's
        EXPECT_TRUE(bag.Read(topic.messages[i]) == expected[i].bytes) << topic.name << " " << i;
      }
    }
    EXPECT_EQ(bag.topics().size(), 4u);
  }

  TemporaryFolder folder_;
};

TEST_F(BagContainer, EveryKindGivesItsMessagesBack) {
  for (const ChunkPacking packing : {kNone, ChunkPacking::kBz2, ChunkPacking::kLz4}) {
    ExpectHolds(*Open("a.bag", Ros1Bag(Messages(false), {packing})), Messages(false));
  }
  for (const ChunkPacking packing : {kNone, ChunkPacking::kLz4, ChunkPacking::kZstd}) {
    for (const bool with_checksums : {true, false}) {
      for (const size_t messages_a_chunk : {size_t{0}, size_t{1}, size_t{5}}) {
        const std::string bytes = McapFile(Messages(true), {packing, true, messages_a_chunk, with_checksums});
        ExpectHolds(*Open("a.mcap", bytes), Messages(true));
      }
    }
  }
  WriteSqliteBag(folder_ / "a.db3", Messages(true));
  ExpectHolds(*OpenBag(folder_ / "a.db3"), Messages(true));
}

TEST_F(BagContainer, GoesByWhatAFileHoldsNotByItsName) {
  ExpectHolds(*Open("a.mcap", Ros1Bag(Messages(false))), Messages(false));
  EXPECT_THAT(ErrorOf([&] {
                Open("b.bag",
                     "\x7f"
                     "ELF");
              }),
              AllOf(HasSubstr("b.bag: found"), HasSubstr("expected a ROS 1 bag, an MCAP file")));
  EXPECT_THAT(ErrorOf([&] { Open("b.bag", ""); }), HasSubstr("found an empty file"));
  EXPECT_THAT(ErrorOf([&] { Open("b.bag", "#ROSBAG V1.2\n"); }), HasSubstr("rosbag migrate"));
}

TEST_F(BagContainer, OneThatWasNeverClosedGivesWhatItHas) {
  ExpectHolds(*Open("a.bag", Ros1Bag(Messages(false), {kNone, false})), Messages(false));
  ExpectHolds(*Open("a.mcap", McapFile(Messages(true), {ChunkPacking::kZstd, false})), Messages(true));
  ExpectHolds(*Open("a.mcap", McapFile(Messages(true), {kNone, false, 0})), Messages(true));
}

TEST_F(BagContainer, OneThatIsCutOffGivesWhatStandsBefore) {
  const size_t bytes_behind = 100;  // within the last message, of depth
  for (const size_t messages_a_chunk : {size_t{0}, size_t{4}}) {
    std::string mcap = McapFile(Messages(true), {kNone, false, messages_a_chunk, false});
    mcap.resize(mcap.size() - bytes_behind);
    const auto bag = Open("a.mcap", mcap);
    EXPECT_EQ(bag->topics().at(2).messages.size(), 3u);
    EXPECT_EQ(bag->topics().at(3).messages.size(), 2u);
  }
  std::string ros1 = Ros1Bag(Messages(false), {kNone, false});
  ros1.resize(ros1.size() - bytes_behind);
  const auto bag = Open("a.bag", ros1);
  EXPECT_EQ(bag->topics().at(2).messages.size(), 3u);
  EXPECT_EQ(bag->topics().at(3).messages.size(), 2u);
}

TEST_F(BagContainer, ADamagedChunkCostsItsMessagesAlone) {
  for (const ChunkPacking packing : {ChunkPacking::kLz4, ChunkPacking::kZstd}) {
    std::string bytes = McapFile(Messages(true, 6), {packing});
    for (size_t i = bytes.size() / 2; i < bytes.size() / 2 + 8; ++i) bytes[i] ^= 0x55;
    const auto bag = Open("a.mcap", bytes);
    for (const BagTopic& topic : bag->topics()) EXPECT_EQ(topic.messages.size(), 5u);
  }
}

TEST_F(BagContainer, AWrongChecksumIsSaidWhereTheMessageIsRead) {
  std::string bytes = McapFile(Messages(true, 1), {kNone});
  const std::string pixels(100, '\0');
  bytes[bytes.find(pixels) + 50] = 1;
  const auto bag = Open("a.mcap", bytes);
  EXPECT_THAT(ErrorOf([&] { bag->Read(bag->topics().at(2).messages.at(0)); }),
              AllOf(HasSubstr("a.mcap: chunk at byte"), HasSubstr("checksum")));
}

TEST_F(BagContainer, SeveralFilesOfOneRecordingAreReadInTheirOrder) {
  const std::vector<TinyMessage> all = Messages(true, 12);
  for (size_t part = 0; part < 12; ++part) {  // 10 behind 9
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(4 * part);
    WriteSqliteBag(folder_ / ("walk_" + std::to_string(part) + ".db3"), {begin, begin + 4});
  }
  ExpectHolds(*OpenBag(folder_.path()), all);
  WriteText(folder_ / "metadata.yaml",
            "rosbag2_bagfile_information:\n  version: 5\n  compression_mode: ''\n  relative_file_paths:\n"
            "    - walk_3.db3\n    - walk_4.db3\n");
  ExpectHolds(*OpenBag(folder_.path()), {all.begin() + 12, all.begin() + 20});
}

TEST_F(BagContainer, AFolderThatIsNotOneRecordingIsRefused) {
  EXPECT_THAT(ErrorOf([&] { OpenBag(folder_.path()); }), HasSubstr("found no recording"));
  WriteText(folder_ / "a.bag", Ros1Bag(Messages(false)));
  WriteText(folder_ / "b.bag", Ros1Bag(Messages(false)));
  EXPECT_THAT(
      ErrorOf([&] { OpenBag(folder_.path()); }),
      AllOf(HasSubstr("found several recordings, a.bag and b.bag"), HasSubstr("give --dataset the file")));
  WriteText(folder_ / "metadata.yaml",
            "rosbag2_bagfile_information:\n  compression_mode: FILE\n  compression_format: zstd\n"
            "  relative_file_paths: [a.db3.zstd]\n");
  EXPECT_THAT(ErrorOf([&] { OpenBag(folder_.path()); }), HasSubstr("packed by 'zstd'"));
  WriteText(folder_ / "metadata.yaml", "rosbag2_bagfile_information: [");
  EXPECT_THAT(ErrorOf([&] { OpenBag(folder_.path()); }), HasSubstr("metadata.yaml: "));
}

TEST_F(BagContainer, ADatabaseIsNeitherChangedNorReadPastItsJournal) {
  WriteSqliteBag(folder_ / "a#b.db3", Messages(true));
  fs::permissions(folder_ / "a#b.db3", fs::perms::owner_read);
  ExpectHolds(*OpenBag(folder_ / "a#b.db3"), Messages(true));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()), 1);
  WriteText(folder_ / "a#b.db3-wal", "frames");
  EXPECT_THAT(ErrorOf([&] { OpenBag(folder_ / "a#b.db3"); }),
              AllOf(HasSubstr("a#b.db3-wal: found"), HasSubstr("was not closed")));
  std::string half("SQLite format 3\0", 16);
  half.append("and more");
  EXPECT_THAT(ErrorOf([&] { Open("c.db3", half); }), HasSubstr("expected a ROS 2 bag in SQLite"));
}

}  // namespace
}  // namespace isogs
