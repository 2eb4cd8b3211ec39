// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/seven_scenes_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/dataset.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class SevenScenesDataset : public testing::Test {
 protected:
  fs::path Sequence(const std::string& name = "") const { return folder_ / ("scene/seq-01/" + name); }
  std::unique_ptr<Dataset> Open() const { return OpenDataset(ConfigOf(Sequence())); }
  std::string ReadError(int64_t index) const {
    const auto dataset = Open();
    return ErrorOf([&] { dataset->Read(index); });
  }
  TemporaryFolder folder_;
};

TEST_F(SevenScenesDataset, ReadsColourDepthAndPose) {
  for (const std::string suffix : {".color.png", ".color.jpg"}) {
    fs::remove_all(Sequence());
    MakeTinySevenScenes(Sequence(), 0, 2, suffix);
    const auto dataset = Open();
    EXPECT_EQ(dataset->layout(), "seven_scenes");
    EXPECT_EQ(dataset->camera(), (Camera{640, 480, 585.0, 585.0, 320.0, 240.0}));
    ASSERT_EQ(dataset->frame_count(), 2);
    const Frame frame = dataset->Read(1);
    EXPECT_NEAR(frame.color.at(2, 100, 100), 1.0f / 255, 1.5f / 255);
    EXPECT_EQ(frame.depth_m.at(100, 100), 2.0f);
    EXPECT_EQ(frame.depth_m.at(0, 0), 0.0f);
    EXPECT_EQ(frame.depth_m.at(0, 2), 0.0f);
    EXPECT_EQ(frame.depth_m.at(0, 4), 0.0f);  // beyond 10 m
    ASSERT_TRUE(frame.world_from_camera);
    EXPECT_TRUE(frame.world_from_camera->translation().isApprox(Eigen::Vector3d(0.5, 0.25, -1.0)));
  }
}

TEST_F(SevenScenesDataset, AFrameWithoutAUsablePoseHasNoTruePose) {
  MakeTinySevenScenes(Sequence(), 0, 4);
  WriteText(Sequence("frame-000001.pose.txt"), "nan nan nan nan\n0 1 0 0\n0 0 1 0\n0 0 0 1\n");
  WriteText(Sequence("frame-000002.pose.txt"), "1 0 0");
  fs::remove(Sequence("frame-000003.pose.txt"));
  const auto dataset = Open();
  EXPECT_TRUE(dataset->Read(0).world_from_camera);
  for (const int64_t index : {1, 2, 3}) {
    const Frame frame = dataset->Read(index);
    EXPECT_FALSE(frame.world_from_camera) << index;
    EXPECT_EQ(frame.depth_m.at(100, 100), 2.0f);
  }
}

TEST_F(SevenScenesDataset, MayComeWithoutPoses) {
  MakeTinySevenScenes(Sequence(), 0, 1);
  fs::remove(Sequence("frame-000000.pose.txt"));
  EXPECT_FALSE(Open()->Read(0).world_from_camera);
}

TEST_F(SevenScenesDataset, MayBeginAtAnyNumber) {
  MakeTinySevenScenes(Sequence(), 41, 2);
  const auto dataset = Open();
  ASSERT_EQ(dataset->frame_count(), 2);
  EXPECT_NEAR(dataset->Read(1).color.at(0, 0, 0), 42.0f / 255, 1e-6);
  EXPECT_EQ(dataset->Read(1).index, 1);
}

TEST_F(SevenScenesDataset, AskedForASceneNamesItsSequences) {
  MakeTinySevenScenes(Sequence(), 0, 1);
  const auto open = [&] { OpenDataset(ConfigOf(folder_ / "scene")); };
  EXPECT_THAT(ErrorOf(open), AllOf(HasSubstr("scene"), HasSubstr("seq-01")));
  EXPECT_TRUE(IsUsageError(open));
}

TEST_F(SevenScenesDataset, NamesImagesOfAnotherSize) {
  MakeTinySevenScenes(Sequence(), 0, 1);
  WritePng(Sequence("frame-000000.depth.png"), Image<uint16_t>(1, 240, 320, 1000));
  EXPECT_THAT(ReadError(0),
              AllOf(HasSubstr("frame-000000.depth.png"), HasSubstr("320x240"), HasSubstr("640x480")));
}

TEST_F(SevenScenesDataset, ReadsImagesOfAnotherCamera) {
  fs::create_directories(Sequence());
  WritePng(Sequence("frame-1305031102175304000.depth.PNG"), Image<uint16_t>(1, 24, 32, 1500));
  WriteJpeg(Sequence("frame-1305031102175304000.color.JPG"), Image<uint8_t>(3, 24, 32, 100), 95);
  WriteText(Sequence("frame-1305031102175304000.pose.txt"), kTinyPoseText);
  DatasetConfig config = ConfigOf(Sequence());
  EXPECT_THAT(ErrorOf([&] { OpenDataset(config)->Read(0); }),
              AllOf(HasSubstr("32x24"), HasSubstr("640x480"), HasSubstr("dataset.register_color=false")));
  config.register_color = false;
  config.fx = 21.0;
  EXPECT_THAT(ErrorOf([&] { OpenDataset(config); }),
              AllOf(HasSubstr("32x24"), HasSubstr("dataset.fx, fy, cx and cy"), HasSubstr("no fy")));
  config.fy = 22.0;
  config.cx = 15.5;
  config.cy = 11.5;
  const auto dataset = OpenDataset(config);
  EXPECT_EQ(dataset->camera(), (Camera{32, 24, 21.0, 22.0, 15.5, 11.5}));
  const Frame frame = dataset->Read(0);
  EXPECT_EQ(frame.depth_m.at(5, 5), 1.5f);
  EXPECT_NEAR(frame.color.at(0, 5, 5), 100.0 / 255, 0.01);
  EXPECT_TRUE(frame.world_from_camera);
}

TEST(OpenDataset, NamesAMissingFolderAndTheWayOut) {
  const auto open = [] { OpenDataset(ConfigOf("no/such/place")); };
  EXPECT_THAT(ErrorOf(open), AllOf(HasSubstr("no/such/place"), HasSubstr(fs::current_path().string()),
                                   HasSubstr("--dataset")));
  EXPECT_TRUE(IsUsageError(open));
  EXPECT_TRUE(IsUsageError([] { OpenDataset(ConfigOf("")); }));
}

TEST(OpenDataset, NamesWhatItExpectedInAFolderOfNoLayout) {
  const TemporaryFolder folder;
  const auto open = [&] { OpenDataset(ConfigOf(folder.path())); };
  EXPECT_THAT(ErrorOf(open),
              AllOf(HasSubstr(folder.path().string()), HasSubstr("an empty folder"),
                    HasSubstr("results/frame000000.jpg"), HasSubstr("frame-000000.depth.png")));
  EXPECT_TRUE(IsUsageError(open));
  WriteText(folder / "notes.txt", "x");
  EXPECT_THAT(ErrorOf(open), HasSubstr("no layout"));
  EXPECT_THAT(ErrorOf([&] { OpenDataset(ConfigOf(folder / "notes.txt")); }), HasSubstr("found a file"));
}

TEST(OpenDataset, SuggestsTheLayoutThatWasMeant) {
  const TemporaryFolder folder;
  DatasetConfig config = ConfigOf(folder.path());
  config.layout = "replika";
  EXPECT_THAT(
      ErrorOf([&] { OpenDataset(config); }),
      AllOf(HasSubstr("dataset.layout"), HasSubstr("'replika'"), HasSubstr("did you mean 'replica'")));
}

TEST(OpenDataset, ANamedLayoutSaysWhatItMisses) {
  const TemporaryFolder folder;
  DatasetConfig config = ConfigOf(folder.path());
  config.layout = "seven_scenes";
  EXPECT_THAT(ErrorOf([&] { OpenDataset(config); }), HasSubstr("frame-000000.color"));
  config.layout = "replica";
  EXPECT_THAT(ErrorOf([&] { OpenDataset(config); }), HasSubstr("cam_params.json"));
}

}  // namespace
}  // namespace isogs
