// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// splits/*.json and dataset_info.json.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "datasets/synthetic/collection/scene_files.h"
#include "datasets/synthetic/collection/scene_metadata.h"
#include "jobs/make_dataset/findings.h"
#include "jobs/make_dataset/finish_dataset.h"
#include "jobs/make_dataset/split_file.h"
#include "shared/core/error.h"
#include "shared/io/file.h"
#include "tests/shared/processes.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::synthetic {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string ErrorOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no Error";
}

class DatasetFilesTest : public testing::Test {
 protected:
  DatasetFilesTest() { fs::create_directory(folder_.splits()); }
  const DatasetFolder& folder() const { return folder_; }
  fs::path journal() const { return folder_.path() / "jobs.jsonl"; }

  /// A scene with metadata that tells of `bytes` in a file, and its end in the journal.
  void MakeScene(const CollectionOptions& options, int64_t index, uint64_t bytes = 100) const {
    const SceneIdentity identity = IdentityOf(options, index);
    SceneMetadata metadata;
    metadata.id = identity.id;
    metadata.index = index;
    metadata.split = identity.split;
    metadata.seed = identity.seed;
    metadata.files.push_back({FilesOf(identity.id).single_view.image, bytes, 7});
    fs::create_directories(folder_.path() / "metadata");
    WriteFileAtomically(folder_.path() / FilesOf(identity.id).metadata, ToJson(metadata));
    Journal(journal()).End({.item = index});
  }

  DatasetInfo Finish(const CollectionOptions& options) const {
    JournalReader reader(journal(), options.scenes);
    reader.Update();
    return FinishDataset(folder_, options, reader);
  }

 private:
  TemporaryFolder temporary_;
  DatasetFolder folder_{temporary_.path()};
};

TEST_F(DatasetFilesTest, ASplitIsReadAsItWasWritten) {
  for (const std::vector<std::string>& ids : {std::vector<std::string>{}, {"val_00000", "val_00001"}}) {
    SplitWriter writer(folder(), Split::kVal);
    for (const std::string& id : ids) writer.Add(id);
    writer.Commit();
    EXPECT_EQ(ReadSplit(folder(), Split::kVal), ids);
  }
}

TEST_F(DatasetFilesTest, ASplitThatIsNoneIsNamedWithItsKey) {
  const fs::path file = folder().split(Split::kVal);
  for (const auto& [text, part] :
       {std::pair{"{", "val.json:1"},
        {R"({"split": "train", "scenes": [], "count": 0})", "expected val"},
        {R"({"split": "val", "count": 0})", "scenes: found nothing, expected it to be there"},
        {R"([])", "val.json: found '[]', expected an object"},
        {R"({"split": "val", "scenes": [3], "count": 1})", "scenes[0]: found '3', expected a text"},
        {R"({"split": "val", "scenes": [], "count": "0"})", "count: found '\"0\"', expected a whole number"},
        {R"({"split": "val", "scenes": ["val_00000"], "count": 2})", "count: found '2', expected 1"}}) {
    std::ofstream(file) << text;
    EXPECT_THAT(ErrorOf([&] { ReadSplit(folder(), Split::kVal); }),
                AllOf(HasSubstr("val.json"), HasSubstr(part)));
  }
}

TEST_F(DatasetFilesTest, WhatIsDoneByTheJournalIsCountedAndGivenToItsSplit) {
  const CollectionOptions options{.scenes = 5, .quality = Quality::kDraft, .seed = 3, .sequences = 0};
  for (int64_t index = 0; index < 5; ++index) MakeScene(options, index);
  const DatasetInfo info = Finish(options);
  EXPECT_TRUE(info.is_complete());
  EXPECT_THAT(info.scenes, ElementsAre(1, 1, 1, 1, 1));
  EXPECT_GT(info.bytes, 500u);
  EXPECT_THAT(ReadSplit(folder(), Split::kTestHard), ElementsAre("test_hard_00000"));
  EXPECT_EQ(ToJson(ReadDatasetInfo(folder())), ReadText(folder().info()));
}

TEST_F(DatasetFilesTest, WhatIsWrittenOfAnInfoNamesTheKeyThatIsNoneOfIt) {
  const CollectionOptions options{.scenes = 2};
  for (const int64_t index : {0, 1}) MakeScene(options, index);
  Finish(options);
  const auto whole = nlohmann::ordered_json::parse(ReadText(folder().info()));
  for (const auto& [key, value, said] :
       {std::tuple{"/version", "7", "version: found '7', expected a text"},
        {"/bytes", "\"many\"", "bytes: found '\"many\"', expected a whole number from 0"},
        {"/counts/objects", "null", "counts.objects: found 'null', expected a whole number"},
        {"/counts/val", "9223372036854775807", "counts.val: found '9223372036854775807', expected a whole"},
        {"/counts", "[]", "counts: found '[]', expected an object"},
        {"/held_out", "{}", "held_out: found '{}', expected a list"},
        {"/options/quality", "3", "options.quality: found '3', expected a text"},
        {"/format", "\"x\"", "format: found '\"x\"', expected isogs scenes 1"}}) {
    auto json = whole;
    json[nlohmann::ordered_json::json_pointer(key)] = nlohmann::ordered_json::parse(value);
    std::ofstream(folder().info()) << json.dump();
    EXPECT_THAT(ErrorOf([&] { ReadDatasetInfo(folder()); }),
                AllOf(HasSubstr("dataset_info.json: "), HasSubstr(said)));
  }
}

TEST_F(DatasetFilesTest, TheOrderInWhichScenesWereDoneChangesNothing) {
  const CollectionOptions options{.scenes = 5};
  for (const int64_t index : {0, 1, 2, 3, 4}) MakeScene(options, index);
  Finish(options);
  const std::string first = ReadText(folder().info());
  fs::remove(journal());
  for (const int64_t index : {4, 2, 0, 3, 1}) MakeScene(options, index);
  Finish(options);
  EXPECT_EQ(ReadText(folder().info()), first);
  MakeScene(options, 3, 101);
  Finish(options);
  EXPECT_NE(ReadText(folder().info()), first);
}

TEST_F(DatasetFilesTest, AMetadataFileThatTheJournalDoesNotCallDoneIsNotCounted) {
  const CollectionOptions options{.scenes = 8};
  for (const int64_t index : {0, 1, 2}) MakeScene(options, index);
  std::string text = ReadText(journal());
  text.resize(text.find('\n') + 1);
  std::ofstream(journal()) << text;
  const DatasetInfo info = Finish(options);
  EXPECT_EQ(info.scene_count(), 1);
  EXPECT_FALSE(info.is_complete());
  EXPECT_THAT(ReadSplit(folder(), Split::kTrain), ElementsAre("train_00000"));
  EXPECT_THAT(ReadSplit(folder(), Split::kVal), IsEmpty());
}

TEST_F(DatasetFilesTest, MetadataThatIsGoneIsNamedWithWhatMakesItAgain) {
  const CollectionOptions options{.scenes = 2};
  MakeScene(options, 0);
  fs::remove(folder().path() / FilesOf("train_00000").metadata);
  EXPECT_THAT(ErrorOf([&] { Finish(options); }), AllOf(HasSubstr("train_00000.json"), HasSubstr("--item 0")));
  EXPECT_FALSE(fs::exists(folder().info()));
}

TEST_F(DatasetFilesTest, MetadataThatWereChangedAreNotCountedButNamed) {
  const CollectionOptions options{.scenes = 2};
  MakeScene(options, 0);
  MakeScene(options, 1);
  const fs::path file = folder().path() / FilesOf("train_00000").metadata;
  std::string text = ReadText(file);
  std::ofstream(file) << text.replace(text.find("\"bytes\":100"), 11, "\"bytes\":999");
  EXPECT_THAT(ErrorOf([&] { Finish(options); }),
              AllOf(HasSubstr("train_00000.json: crc32: found '"), HasSubstr("--item 0")));
  fs::copy_file(folder().path() / FilesOf("val_00000").metadata, file, fs::copy_options::overwrite_existing);
  EXPECT_THAT(ErrorOf([&] { Finish(options); }),
              HasSubstr("train_00000.json: id: found val_00000, expected train_00000"));
  EXPECT_FALSE(fs::exists(folder().info()));
}

TEST(Findings, AreAllCountedAndTheFirstKept) {
  Findings all(3), some(2);
  for (const char* line : {"a", "b\x1b[0m", "c"}) some.Add(line);
  all.Append(some);
  all.Append(some);
  EXPECT_EQ(all.count(), 6);
  EXPECT_THAT(all.lines(), ElementsAre("a", "b?[0m", "a"));
}

}  // namespace
}  // namespace isogs::synthetic
