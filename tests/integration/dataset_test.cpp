// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// make_dataset build and validate: a data set of five scenes, a split each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "datasets/synthetic/collection/scene_metadata.h"
#include "jobs/journal.h"
#include "shared/core/child_process.h"
#include "shared/image/image_io.h"
#include "tests/shared/dataset_contents.h"
#include "tests/shared/processes.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kFive = "--count 5 --quality draft --seed 3 ";

class DatasetProgram : public testing::Test {
 protected:
  fs::path folder(const std::string& name = "data") const { return folder_ / name; }
  static CommandOutcome Build(const fs::path& folder, const std::string& options = kFive) {
    return RunIsogs("make_dataset build --output " + folder.string() + " " + options);
  }
  static CommandOutcome Validate(const fs::path& folder) {
    return RunIsogs("make_dataset validate " + folder.string());
  }
  static int64_t Lines(const std::string& text) { return std::ranges::count(text, '\n'); }

 private:
  TemporaryFolder folder_;
};

void ChangeJson(const fs::path& file, const std::function<void(nlohmann::ordered_json&)>& change) {
  auto json = nlohmann::ordered_json::parse(ReadText(file));
  change(json);
  std::ofstream(file) << json.dump();
}

TEST_F(DatasetProgram, HasTheSameBytesHoweverItIsBuilt) {
  const CommandOutcome outcome = Build(folder());
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("5 scenes (train 1, val 1, test_iid 1, test_comp 1, test_hard 1)"));
  EXPECT_EQ(Validate(folder()).code, 0);

  const fs::path two = folder("two");
  ASSERT_EQ(Build(two, std::string(kFive) + "--jobs 2").code, 0);
  EXPECT_EQ(DatasetDifference(folder(), two), "");
}

TEST_F(DatasetProgram, ASceneIsMadeByHandWithTheSameBytes) {
  const std::string two = "--count 2 --quality draft --seed 3 ";
  ASSERT_EQ(Build(folder(), two).code, 0);
  const fs::path hand = folder("hand");  // where nothing was begun
  EXPECT_EQ(Build(hand, two + "--item 1").code, 0);
  for (const char* const name : {"metadata/val_00000.json", "images/multi_view/val_00000/view_2.png"})
    EXPECT_EQ(ReadText(hand / name), ReadText(folder() / name));
  EXPECT_THAT(Build(hand, "--item 2").output, HasSubstr("expected 0 to 1"));

  // What was lost is made again by its number alone, also where the folder was moved.
  const fs::path moved = folder("moved");
  fs::copy(folder(), moved, fs::copy_options::recursive);
  std::ofstream(moved / "images/single_view/val_00000.png") << "broken";
  EXPECT_EQ(Validate(moved).code, 1);
  EXPECT_EQ(Build(moved, "--item 1").code, 0);
  EXPECT_EQ(DatasetDifference(folder(), moved), "");
}

TEST_F(DatasetProgram, TheSameCommandBuildsNothingTwiceAndAnotherIsRefused) {
  const std::string one = "--count 1 --quality draft ";
  ASSERT_EQ(Build(folder("before"), one).code, 0);
  fs::rename(folder("before"), folder());
  const std::string journal = ReadText(folder() / "jobs.jsonl");
  EXPECT_EQ(Build(folder(), one).code, 0);
  EXPECT_EQ(Build(folder(), "").code, 0);
  EXPECT_EQ(ReadText(folder() / "jobs.jsonl"), journal);
  const CommandOutcome other = Build(folder(), one + "--seed 4");
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.output, HasSubstr("was begun with --seed 0, now 4"));
}

/// With a CRC-32 that is right again: as a faulty program may write it.
void ChangeMetadata(const fs::path& file, const std::function<void(nlohmann::ordered_json&)>& change) {
  auto json = nlohmann::ordered_json::parse(ReadText(file));
  json.erase("crc32");
  change(json);
  std::string text = json.dump();
  text.pop_back();
  std::ofstream(file) << text << synthetic::MetadataEnd(text);
}

TEST_F(DatasetProgram, MetadataThatWereChangedByHandAreNamedAndMadeAgain) {
  const std::string two = "--count 2 --quality draft ";
  ASSERT_EQ(Build(folder(), two).code, 0);
  const fs::path changed = folder("changed");
  fs::copy(folder(), changed, fs::copy_options::recursive);
  std::string text = ReadText(changed / "metadata/train_00000.json");
  std::ofstream(changed / "metadata/train_00000.json")
      << text.replace(text.find("\"kind\":\""), 8, "\"kind\":\"x");
  const CommandOutcome checked = Validate(changed);
  EXPECT_EQ(checked.code, 1);
  EXPECT_THAT(checked.output, HasSubstr("metadata/train_00000.json: crc32: found '"));
  EXPECT_THAT(checked.output, HasSubstr(": 1 thing is wrong"));
  const CommandOutcome again = Build(changed, "");
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.output, AllOf(HasSubstr("train_00000.json: crc32: found '"), HasSubstr("--item 0")));
  EXPECT_EQ(ReadText(changed / "dataset_info.json"), ReadText(folder() / "dataset_info.json"));
  EXPECT_EQ(Build(changed, "--item 0").code, 0);
  EXPECT_EQ(DatasetDifference(folder(), changed), "");
}

/// What is done to a data set, and what `validate` says of it.
struct Harm {
  std::function<void(const fs::path& data)> harm;
  std::vector<std::string> said;
  bool is_one_thing = false;  // and nothing that follows from it is said
};

constexpr const char* kPicture = "images/single_view/train_00000.png";
constexpr const char* kMetadata = "metadata/train_00000.json";
using Json = nlohmann::ordered_json;

Harm ToMetadata(const std::function<void(Json&)>& change, const std::string& said) {
  return {[change](const fs::path& data) { ChangeMetadata(data / kMetadata, change); },
          {said, "dataset_info.json: "}};
}

Harm ToInfo(const std::function<void(Json&)>& change, const std::string& said) {
  return {[change](const fs::path& data) { ChangeJson(data / "dataset_info.json", change); },
          {"dataset_info.json: " + said},
          true};
}

void ExchangeBytes(const fs::path& data) {
  std::fstream file(data / kPicture, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(5000);
  file << "xy";
}

void BringDepthNear(const fs::path& data) {
  WritePng(data / "images/multi_view/val_00000/view_1_depth.png", Image<uint16_t>(1, 320, 480, 1));
}

void ExchangeScenes(const fs::path& data) {
  ChangeJson(data / "splits/val.json", [](Json& json) {
    json["scenes"] = {"train_00000", "nobody"};
    json["count"] = 2;
  });
}

void HoldOutWhatIsSeen(const fs::path& data) {
  const Json lamp = Json::parse(ReadText(data / kMetadata))["objects"][0];
  ChangeJson(data / "dataset_info.json", [&](Json& json) {
    json["held_out"] = {{{"kind", lamp["kind"]}, {"material", lamp["material"]}}};
  });
}

const std::vector<Harm>& Harms() {
  const std::string val = "splits/val.json: ";
  static const std::vector<Harm> harms = {
      {[](const fs::path& data) { fs::remove(data / kPicture); }, {kPicture, "No such file"}},
      {[](const fs::path& data) { fs::remove(data / kMetadata); }, {kMetadata}, true},
      {[](const fs::path& data) { std::ofstream(data / "splits/val.json") << "{}"; },
       {"splits/val.json: split: found nothing"},
       true},
      {[](const fs::path& data) {
         ChangeJson(data / "splits/val.json", [](Json& json) {
           json["scenes"].clear();
           json["count"] = 0;
         });
       },
       {"splits/val.json: val_00000 is missing"},
       true},
      {[](const fs::path& data) { fs::remove(data / "sequences/train_00000/traj.txt"); },
       {"sequences/train_00000/traj.txt"}},
      {ExchangeBytes, {std::string("train_00000: ") + kPicture + ": found CRC-32"}},
      {BringDepthNear, {"view_1_depth.png: found depth of 0.000"}},
      {ExchangeScenes,
       {val + "train_00000 is also in train", val + "val_00000 is missing",
        val + "nobody is no scene of this data set"}},
      {HoldOutWhatIsSeen, {"train_00000: object 0: is a ", "which is held out for test_comp"}},
      {[](const fs::path& data) {
         ChangeJson(data / "dataset_info.json", [](Json& json) { json["held_out"].clear(); });
       },
       {"test_comp_00000: shows no combination"},
       true},
      ToInfo([](Json& json) { json["counts"]["pictures"] = 24; },
             "counts.pictures: found '24', expected '25'"),
      ToInfo([](Json& json) { json["complete"] = false; }, "complete: found 'false', expected 'true'"),
      ToInfo([](Json& json) { json["complete"] = "yes"; }, "complete: found '\"yes\"', expected 'true'"),
      ToInfo([](Json& json) { json.erase("complete"); }, "complete: found nothing"),
      ToInfo([](Json& json) { json["seeds"]["last"] = 8; }, "seeds.last: found '8', expected '7'"),
      ToInfo([](Json& json) { json["images"]["width"] = 481; }, "images.width: found '481', expected '480'"),
      ToInfo([](Json& json) { json["more"] = 1; }, "more: found '1', expected no such key"),
      {[](const fs::path& data) { ChangeMetadata(data / kMetadata, [](Json& json) { json["seed"] = 77; }); },
       {"train_00000.json: seed: found 77, expected 3"},
       true},
      ToMetadata([](Json& json) { json["cameras"][0]["width"] = 481; },
                 "cameras[0].width: found 481, expected 480"),
      ToMetadata([](Json& json) { json["objects"][0]["supported_by"] = 0; },
                 "object 0: is supported by itself"),
      ToMetadata(
          [](Json& json) {
            Json& ratio = json["constraints"]["distance_ratios"][0]["ratio"];
            ratio = 1.01 * ratio.get<double>();
          },
          "train_00000: constraints: ")};
  return harms;
}

TEST_F(DatasetProgram, WhatIsWrongWithADataSetIsListedALineEach) {
  ASSERT_EQ(Build(folder(), std::string(kFive) + "--jobs 2 --sequences 1").code, 0);
  ASSERT_EQ(Validate(folder()).code, 0) << Validate(folder()).output;
  const auto outcome_of = [&](const std::function<void(const fs::path&)>& harm) {
    const fs::path copy = folder("copy");
    fs::remove_all(copy);
    fs::copy(folder(), copy, fs::copy_options::recursive);
    harm(copy);
    const CommandOutcome outcome = Validate(copy);
    EXPECT_EQ(outcome.code, 1) << outcome.output;
    return outcome.output;
  };
  for (const Harm& harm : Harms()) {
    const std::string output = outcome_of(harm.harm);
    for (const std::string& said : harm.said) EXPECT_THAT(output, HasSubstr(said));
    if (harm.is_one_thing) {
      EXPECT_THAT(output, HasSubstr(": 1 thing is wrong"));
    }
  }
  const std::string many = outcome_of([](const fs::path& data) {
    fs::remove_all(data / "images");
    fs::remove_all(data / "sequences");
  });
  EXPECT_THAT(many, AllOf(HasSubstr("\nand "), HasSubstr(" things are wrong\n")));
  EXPECT_LT(Lines(many), 60);
}

TEST_F(DatasetProgram, CtrlCLetsScenesFinishAndTheSameCommandGoesOn) {
  {
    ChildProcess build(
        fs::path(ProgramFolder()) / "make_dataset",
        {"build", "--output", folder().string(), "--count", "5", "--quality", "draft", "--seed", "3"},
        {.console = false});
    ASSERT_TRUE(Eventually([&] { return fs::exists(folder() / "images"); }));
    build.Signal(SIGINT);
    EXPECT_EQ(build.Wait().code, 1);
  }
  EXPECT_TRUE(fs::exists(folder() / "metadata/train_00000.json"));
  EXPECT_FALSE(fs::exists(folder() / "metadata/test_hard_00000.json"));
  const CommandOutcome unfinished = Validate(folder());
  EXPECT_EQ(unfinished.code, 1);
  EXPECT_THAT(unfinished.output, AllOf(HasSubstr("is not finished: "), HasSubstr(" of 5 scenes are done")));
  EXPECT_EQ(Lines(unfinished.output), 1);
  EXPECT_EQ(Build(folder()).code, 0);
  std::vector<int> times(5);
  JournalReader(folder() / "jobs.jsonl", 5).Update([&](const ItemEnd& end) {
    if (end.succeeded()) ++times[static_cast<size_t>(end.item)];
  });
  EXPECT_THAT(times, ElementsAre(1, 1, 1, 1, 1));
}

TEST_F(DatasetProgram, ASceneThatFailsIsMissingInWhatTheOthersMake) {
  fs::create_directories(folder());
  ASSERT_EQ(Build(folder(), std::string(kFive) + "--item 0").code, 0);
  std::ofstream(folder() / "images/multi_view/val_00000") << "in the way";
  const CommandOutcome outcome = Build(folder(), std::string(kFive) + "--jobs 2");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("item 1: failed"), HasSubstr("val 0"),
                                    HasSubstr("4 of 5 items are done, 1 failed (--retry-failed")));
  const CommandOutcome checked = Validate(folder());
  EXPECT_EQ(checked.code, 1);
  EXPECT_THAT(checked.output, HasSubstr("splits/val.json: val_00000 is missing"));
  fs::remove(folder() / "images/multi_view/val_00000");
  EXPECT_EQ(Build(folder(), "--retry-failed").code, 0);
  EXPECT_EQ(Validate(folder()).code, 0);
}

}  // namespace
}  // namespace isogs
