// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/scene_metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "shared/core/error.h"
#include "shared/core/random.h"
#include "shared/io/file.h"
#include "tests/datasets/synthetic/collection/hand_made_scene.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::synthetic {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string MessageFor(const std::string& text) {
  try {
    ParseSceneMetadata(text, "a.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// The same with the CRC-32 that belongs to it.
std::string Sealed(std::string text) {
  text.resize(std::min(text.size(), text.rfind(kMetadataEnd)));
  return text + MetadataEnd(text);
}

/// The hand-made scene's text with its first `from` replaced.
std::string WithReplaced(const std::string& from, const std::string& to) {
  std::string text = ToJson(HandMadeScene());
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(SceneMetadata, IsReadAgainToTheBit) {
  SceneMetadata written = HandMadeScene();
  written.sequence = "sequences/val_00002";
  written.objects[1].world_from_object.linear() =
      Eigen::AngleAxisd(1.0, Eigen::Vector3d::UnitZ()).toRotationMatrix();
  written.constraints = ConstraintsOf(written.objects, written.cameras);
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "a.json", ToJson(written));
  const SceneMetadata read = ReadSceneMetadata(folder / "a.json");
  EXPECT_EQ(read.id, "val_00002");
  EXPECT_EQ(read.index, 30);
  EXPECT_EQ(read.split, Split::kVal);
  EXPECT_EQ(read.seed, 0xfedcba9876543210u);
  EXPECT_EQ(read.sequence, "sequences/val_00002");
  EXPECT_EQ(read.files, written.files);
  ASSERT_EQ(read.objects.size(), 4u);
  EXPECT_EQ(read.objects[1].world_from_object.matrix(), written.objects[1].world_from_object.matrix());
  EXPECT_EQ(read.objects[3].supported_by, 0);
  EXPECT_EQ(read.cameras[0].camera, written.cameras[0].camera);
  EXPECT_EQ(read.cameras[0].seen[1].alone_px, 40);
  EXPECT_EQ(FirstDifference(read.constraints, ConstraintsOf(read.objects, read.cameras)), "");
  EXPECT_EQ(ToJson(read), ToJson(written)) << "all the rest";
}

TEST(SceneMetadata, ErrorsNameFileAndKeyAndWhatWasFoundAndExpected) {
  EXPECT_EQ(MessageFor(ToJson(HandMadeScene())), "");
  EXPECT_EQ(MessageFor(WithReplaced("\"size_m\":[0.5,0.5,0.5]", "\"size_m\":[0.5,0.5]")),
            "a.json: objects[0].size_m: found '[0.5,0.5]', expected a list of 3");
  EXPECT_EQ(MessageFor(WithReplaced("\"seed\": 18364758544493064720", "\"seed\": -1")),
            "a.json: seed: found '-1', expected a whole number from 0");
  EXPECT_EQ(MessageFor(WithReplaced("\"val\"", "\"value\"")),
            "a.json: split: found '\"value\"', expected train, val, test_iid, test_comp or test_hard");
  EXPECT_EQ(MessageFor(WithReplaced("\"width\":64,", "")),
            "a.json: cameras[0].width: found nothing, expected it to be there");
  EXPECT_EQ(MessageFor(WithReplaced("\"width\":64", "\"width\":64.5")),
            "a.json: cameras[0].width: found '64.5', expected a whole number from 1 to 16384");
  EXPECT_EQ(MessageFor(WithReplaced("\"id\":1,", "\"id\":2,")),
            "a.json: objects[1].id: found '2', expected 1, its place in the list");
  EXPECT_THAT(MessageFor(WithReplaced("\"supported_by\":0", "\"supported_by\":4")),
              AllOf(HasSubstr("objects[3].supported_by: found '4'"), HasSubstr("from -1 to 3")));
  EXPECT_THAT(MessageFor(WithReplaced("\"left_to_right\":[0", "\"left_to_right\":[99")),
              HasSubstr("constraints.views[0].left_to_right[0]: found '99'"));
  EXPECT_THAT(MessageFor(WithReplaced("[[1.0,", "[[1.1,")), HasSubstr("objects[0].world_from_object: found"));
  EXPECT_THAT(MessageFor(WithReplaced("\"alone_px\":40", "\"alone_px\":9")),
              HasSubstr("cameras[0].seen[1].alone_px: found '9', expected a whole number from 10 to"));
  EXPECT_THAT(MessageFor(WithReplaced("{\"object\":1,\"v", "{\"object\":0,\"v")),
              HasSubstr("cameras[0].seen[1].object: found '0', expected ids in ascending order"));
  EXPECT_THAT(MessageFor(WithReplaced("\"width\":64", "\"width\":[[1]]")),
              HasSubstr("width: found a list of 1, expected"));
  EXPECT_THAT(MessageFor("[]"), HasSubstr("a.json: found '[]', expected an object"));
  EXPECT_THAT(MessageFor("{"), HasSubstr("a.json:1:2: JSON"));
  EXPECT_THROW(ReadSceneMetadata("/nowhere/a.json"), Error);
}

TEST(SceneMetadata, WhatWasChangedByHandIsKnownByItsCrc32) {
  for (const std::string& changed :
       {WithReplaced("\"visible_px\":10,", "\"visible_px\":11,"), WithReplaced("\"id\":1,", "\"id\": 1,"),
        WithReplaced("{\n", "{ \n"), WithReplaced(kMetadataEnd, std::string(kMetadataEnd) + "1"),
        ToJson(HandMadeScene()) + "\n"}) {
    EXPECT_THAT(MessageFor(changed), AllOf(HasSubstr("a.json: crc32: found '"), HasSubstr("', expected ")));
  }
  EXPECT_EQ(MessageFor(Sealed(WithReplaced("\"visible_px\":10,", "\"visible_px\":11,"))), "");
  const std::string text = ToJson(HandMadeScene());
  EXPECT_EQ(MessageFor(text.substr(0, text.rfind(kMetadataEnd)) + "}\n"),
            "a.json: crc32: found nothing, expected it to be there");
}

TEST(SceneMetadata, AnyBytesAreMetadataOrAnError) {
  const std::string text = ToJson(HandMadeScene());
  constexpr std::string_view kBytes = "0-9e.,:[]{}\"nt \xff";
  Random random(1);
  int read = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string changed = text;
    for (uint64_t changes = random.NextIndex(3) + 1; changes > 0; --changes)
      changed[random.NextIndex(changed.size())] = kBytes[random.NextIndex(kBytes.size())];
    try {
      const SceneMetadata scene = ParseSceneMetadata(Sealed(changed), "a.json");
      FirstDifference(scene.constraints, ConstraintsOf(scene.objects, scene.cameras));
      ++read;
    } catch (const Error&) {  // nothing else may come
    }
  }
  EXPECT_GT(read, 50);
}

TEST(SceneMetadata, NoCutOfItIsTakenForAWholeOne) {
  const std::string text = ToJson(HandMadeScene());
  for (size_t length = 0; length + 2 < text.size(); length += 97)
    EXPECT_NE(MessageFor(text.substr(0, length)), "") << length;
}

}  // namespace
}  // namespace isogs::synthetic
