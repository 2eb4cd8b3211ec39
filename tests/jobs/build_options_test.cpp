// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/build_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "shared/core/error.h"
#include "tests/shared/processes.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::synthetic {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string UsageErrorOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no UsageError";
}

class BuildOptionsTest : public testing::Test {
 protected:
  const DatasetFolder& folder() const { return folder_; }
  void WriteOptions(const std::string& text) const {
    std::filesystem::create_directories(folder_.path());
    std::ofstream(folder_.options()) << text;
  }
  std::string Refusal(const BuildRequest& request) const {
    return UsageErrorOf([&] { ResolveOptions(folder_, request); });
  }

 private:
  TemporaryFolder temporary_;
  DatasetFolder folder_{temporary_ / "data"};
};

TEST_F(BuildOptionsTest, WhatIsLeftOutHasItsDefault) {
  const CollectionOptions options = ResolveOptions(folder(), {.scenes = 7});
  EXPECT_EQ(options,
            (CollectionOptions{.scenes = 7, .quality = Quality::kNormal, .seed = 0, .sequences = 0}));
  EXPECT_THAT(Refusal({}), HasSubstr("expected one of them"));
  EXPECT_THAT(Refusal({.scenes = 3, .sequences = 4}), AllOf(HasSubstr("sequences"), HasSubstr("0 to 3")));
  EXPECT_FALSE(exists(folder().path()));
}

TEST_F(BuildOptionsTest, ADataSetGoesOnWithWhatItWasBegunWithAndNamesWhatDiffers) {
  const CollectionOptions begun{.scenes = 9, .quality = Quality::kDraft, .seed = 5, .sequences = 2};
  BeginDataset(folder(), begun);
  EXPECT_EQ(ResolveOptions(folder(), {}), begun);
  EXPECT_EQ(ResolveOptions(folder(), {.scenes = 9, .quality = Quality::kDraft, .seed = 5, .sequences = 2}),
            begun);
  EXPECT_THAT(Refusal({.scenes = 8}), HasSubstr("was begun with --count 9, now 8"));
  EXPECT_THAT(Refusal({.quality = Quality::kHigh}), HasSubstr("was begun with --quality draft, now high"));
  EXPECT_THAT(Refusal({.seed = 6}), HasSubstr("was begun with --seed 5, now 6"));
  EXPECT_THAT(Refusal({.sequences = 0}), HasSubstr("was begun with --sequences 2, now 0"));
}

TEST_F(BuildOptionsTest, AFolderOfSomethingElseIsRefusedAndStaysAsItIs) {
  std::filesystem::create_directory(folder().path());
  std::ofstream(folder().path() / "thesis.txt") << "words";
  EXPECT_THAT(Refusal({.scenes = 3}), HasSubstr("holds files but no build.json"));
  EXPECT_EQ(ReadText(folder().path() / "thesis.txt"), "words");
}

TEST_F(BuildOptionsTest, AFileInPlaceOfTheFolderIsRefused) {
  std::ofstream(folder().path()) << "words";
  EXPECT_THAT(Refusal({.scenes = 3}), HasSubstr("expected a folder"));
}

TEST_F(BuildOptionsTest, WhatAKilledBeginningLeftIsNotInTheWay) {
  std::filesystem::create_directory(folder().path());
  std::ofstream(folder().path() / "build.json.tmp") << "{";
  EXPECT_EQ(ResolveOptions(folder(), {.scenes = 3}).scenes, 3);
}

TEST_F(BuildOptionsTest, OptionsThatAreNoneOfOursAreNamedInOneLine) {
  for (const auto& [text, part] :
       {std::pair{"[1]", "expected an object"},
        {R"({"scenes": 3})", "seed: found nothing"},
        {R"({"scenes": -3})", "scenes: found '-3'"},
        {R"({"scenes": 3, "seed": 0, "sequences": 0, "quality": "nice"})",
         "quality: found '\"nice\"', expected"},
        {R"({"scenes": 3, "seed": 0, "sequences": 0, "quality": 7})", "quality: found '7', expected a text"},
        {R"({"scenes": 3, "seed": 18446744073709551615})", "seed: found '18446744073709551615', expected"},
        {R"({"scenes": 3, "seed": 0, "sequences": 0, "quality": "high"})",
         "version: found nothing, expected"},
        {R"({"scenes": 3, "seed": 0, "sequences": 4, "quality": "high"})", "sequences"}}) {
    WriteOptions(text);
    EXPECT_THAT(Refusal({}), AllOf(HasSubstr("build.json"), HasSubstr(part)));
  }
}

TEST_F(BuildOptionsTest, AnotherVersionDoesNotGoOn) {
  WriteOptions(R"({"scenes": 3, "seed": 0, "sequences": 0, "quality": "high", "version": "0.0.1"})");
  EXPECT_THAT(Refusal({}), HasSubstr("was begun by version 0.0.1"));
}

TEST(ScenesOfSize, NamesAndNothingElse) {
  EXPECT_EQ(ScenesOfSize("tiny"), 40);
  EXPECT_EQ(ScenesOfSize("small"), 1'520);
  EXPECT_EQ(ScenesOfSize("medium"), 15'200);
  EXPECT_EQ(ScenesOfSize("large"), 152'000);
  EXPECT_THAT(UsageErrorOf([] { ScenesOfSize("smal"); }), HasSubstr("did you mean 'small'?"));
}

}  // namespace
}  // namespace isogs::synthetic
