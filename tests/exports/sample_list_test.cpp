// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/sample_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "tests/exports/voxel_files.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class SampleLists : public testing::Test {
 protected:
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  void MakeRun(const std::string& name) {
    fs::create_directories(folder_ / name);
    WriteFileAtomically(folder_ / (name + "/params.npz"), "");
  }
  /// Names without the folder.
  std::vector<std::string> Names(const SampleInputs& inputs) const {
    const SampleList samples(inputs);
    std::vector<std::string> names;
    for (int64_t i = 0; i < samples.size(); ++i) {
      names.push_back(samples.Name(i));
      const std::string prefix = folder_.path().string() + "/";
      if (names.back().starts_with(prefix)) names.back().erase(0, prefix.size());
    }
    return names;
  }
  std::string Refusal(const SampleInputs& inputs) const {
    try {
      return "taken: " + std::to_string(SampleList(inputs).size());
    } catch (const Error& error) {
      return error.what();
    }
  }

  TemporaryFolder folder_;
};

TEST_F(SampleLists, TakesRunsFoldersOfRunsAndPatternsInOrder) {
  MakeRun("runs/b");
  MakeRun("runs/a");
  MakeRun("other");
  fs::create_directories(folder_ / "runs/no_run");
  EXPECT_THAT(Names({.maps = {Path("other"), Path("runs")}, .list = {}, .points = {}, .points_dataset = {}}),
              ElementsAre("other", "runs/a", "runs/b"));
  EXPECT_THAT(Names({.maps = {Path("runs/?")}, .list = {}, .points = {}, .points_dataset = {}}),
              ElementsAre("runs/a", "runs/b"));
}

TEST_F(SampleLists, ReadsAListWithoutCommentsAndKeepsDoubles) {
  MakeRun("runs/a");
  const std::string list = "# runs\n" + Path("runs/a") + "  \r\n\n \t" + Path("runs/a") + "\n  # none\n";
  WriteFileAtomically(folder_ / "list.txt", list);
  EXPECT_THAT(Names({.maps = {}, .list = folder_ / "list.txt", .points = {}, .points_dataset = {}}),
              ElementsAre("runs/a", "runs/a"));
  WriteFileAtomically(folder_ / "list.txt", list + "\n" + Path("runs/b") + "\n");
  EXPECT_THAT(Refusal({.maps = {}, .list = folder_ / "list.txt", .points = {}, .points_dataset = {}}),
              AllOf(HasSubstr("list.txt:7: "), HasSubstr("runs/b: does not exist")));
}

TEST_F(SampleLists, CountsTheCloudsOfAFileWithoutListingThem) {
  WritePoints(folder_ / "many.h5", "points", {3, 5, 3}, std::vector<float>(45));
  WritePoints(folder_ / "one.h5", "points", {5, 3}, std::vector<float>(15));
  const SampleInputs inputs{
      .maps = {}, .list = {}, .points = {Path("many.h5"), Path("one.h5")}, .points_dataset = "points"};
  EXPECT_THAT(Names(inputs), ElementsAre("many.h5[0]", "many.h5[1]", "many.h5[2]", "one.h5"));
  EXPECT_EQ(SampleList(inputs).Get(2).cloud, 2);
  EXPECT_EQ(SampleList(inputs).Get(3).cloud, 0);
}

TEST_F(SampleLists, SaysWhatIsWrong) {
  const auto of_maps = [&](const std::string& name) {
    return Refusal({.maps = {Path(name)}, .list = {}, .points = {}, .points_dataset = "points"});
  };
  const auto of_points = [&](const std::string& name) {
    return Refusal({.maps = {}, .list = {}, .points = {Path(name)}, .points_dataset = "points"});
  };
  EXPECT_THAT(Refusal({}), HasSubstr("no input"));
  EXPECT_THAT(of_maps("missing"), HasSubstr("missing: does not exist"));
  EXPECT_THAT(of_maps("missing*"), HasSubstr("nothing matches"));
  fs::create_directories(folder_ / "empty");
  EXPECT_THAT(of_maps("empty"), HasSubstr("holds no params.npz"));
  WriteFileAtomically(folder_ / "list.txt", "# nothing\n");
  EXPECT_THAT(of_maps("list.txt"), HasSubstr("is a file of another kind"));
  EXPECT_THAT(Refusal({.maps = {}, .list = folder_ / "none.txt", .points = {}, .points_dataset = {}}),
              HasSubstr("--list: cannot read"));
  EXPECT_THAT(Refusal({.maps = {}, .list = folder_ / "list.txt", .points = {}, .points_dataset = {}}),
              HasSubstr("names no map"));
  EXPECT_THAT(of_points("missing.h5"), HasSubstr("does not exist"));
  WriteFileAtomically(folder_ / "text.h5", "no HDF5 file");
  EXPECT_THAT(of_points("text.h5"), HasSubstr("is no HDF5 file"));
  EXPECT_THAT(of_points("text.txt"), HasSubstr("expected points in"));
  WritePoints(folder_ / "other.h5", "cloud", {5, 3}, std::vector<float>(15));
  EXPECT_THAT(of_points("other.h5"), HasSubstr("one of: cloud"));
  WritePoints(folder_ / "flat.h5", "points", {15}, std::vector<float>(15));
  EXPECT_THAT(of_points("flat.h5"), HasSubstr("is [15], expected [N,3] or [M,N,3]"));
  WritePoints(folder_ / "four.h5", "points", {5, 4}, std::vector<float>(20));
  EXPECT_THAT(of_points("four.h5"), HasSubstr("is [5,4], expected"));
  WritePoints(folder_ / "none.h5", "points", {0, 3}, {});
  EXPECT_THAT(of_points("none.h5"), HasSubstr("is empty"));
  WriteTextDataset(folder_ / "words.h5", "points");
  EXPECT_THAT(of_points("words.h5"), HasSubstr("holds no numbers"));
  MakeRun("run");
  WritePoints(folder_ / "good.h5", "points", {5, 3}, std::vector<float>(15));
  EXPECT_THAT(
      Refusal({.maps = {Path("run")}, .list = {}, .points = {Path("good.h5")}, .points_dataset = "points"}),
      HasSubstr("one or the other"));
}

}  // namespace
}  // namespace isogs
