// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/images_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/dataset.h"
#include "datasets/starred_files.h"
#include "tests/datasets/own_images.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class ImagesDataset : public testing::Test {
 protected:
  ImagesDataset() {
    config_ = ConfigOf(folder_.path());
    config_.color_files = "rgb/*.jpg";
    config_.depth_files = "d/z_*.png";
    config_.depth_scale = 2000.0;
    const Camera camera = Camera{16, 12, 14.0, 15.0, 7.5, 5.5}.Resized(32, 24);
    config_.fx = camera.fx;
    config_.fy = camera.fy;
    config_.cx = camera.cx;
    config_.cy = camera.cy;
  }
  void Add(const std::string& color, const std::string& depth, uint16_t units) const {
    WriteOwnImages(folder_ / ("rgb/" + color + ".jpg"), folder_ / ("d/z_" + depth + ".png"), units);
  }
  std::string OpenError() const {
    return ErrorOf([&] { OpenDataset(config_); });
  }
  TemporaryFolder folder_;
  DatasetConfig config_;
};

TEST_F(ImagesDataset, PairsByNamesAsPeopleCount) {
  Add("10", "10", 2010);
  Add("9", "9", 2009);
  Add("11", "12", 2011);  // both without a partner
  const auto dataset = OpenDataset(config_);
  EXPECT_EQ(dataset->layout(), "images");
  ASSERT_EQ(dataset->frame_count(), 2);
  EXPECT_NEAR(dataset->camera().fx, 14.0, 1e-9);
  EXPECT_NEAR(dataset->camera().cx, 7.5, 1e-9);
  const Frame frame = dataset->Read(0);
  EXPECT_FLOAT_EQ(frame.depth_m.at(5, 5), 2009.0f / 2000);
  EXPECT_NEAR(frame.color.at(1, 4, 6), OwnColorAt(6), 0.01);
  EXPECT_EQ(dataset->Read(1).timestamp_s, 1.0);
  EXPECT_FALSE(dataset->Read(1).has_time);
  EXPECT_FALSE(frame.world_from_camera);
}

TEST_F(ImagesDataset, SaysWhereTheScaleStandsIfAllDepthIsTooFar) {
  const auto said = [](DatasetConfig config) {
    config.max_depth_m = 0.5;
    testing::internal::CaptureStdout();
    OpenDataset(config)->Read(0);
    return testing::internal::GetCapturedStdout();
  };
  Add("1", "1", 2000);
  EXPECT_THAT(said(config_), HasSubstr("check dataset.depth_scale\n"));
  MakeTinyReplica(folder_ / "room", 1);
  EXPECT_THAT(said(ConfigOf(folder_ / "room")),
              HasSubstr("check dataset.depth_scale (\"scale\" in cam_params.json)\n"));
}

TEST_F(ImagesDataset, PairsByTimesInTheirNames) {
  Add("1305031102175304000", "1305031102180000000", 2000);
  Add("1305031102211214000", "1305031102500000000", 2500);
  const auto dataset = OpenDataset(config_);
  ASSERT_EQ(dataset->frame_count(), 1);
  EXPECT_NEAR(dataset->Read(0).timestamp_s, 1305031102.175304, 1e-6);
}

TEST_F(ImagesDataset, PairsInOrderWhereAllElseFails) {
  Add("a2", "x", 2002);
  Add("a10", "y", 2010);
  EXPECT_FLOAT_EQ(OpenDataset(config_)->Read(1).depth_m.at(0, 0), 2010.0f / 2000);
  WriteText(folder_ / "rgb/a11.jpg", "");
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("3 colour and 2 depth images"), HasSubstr("no name in common")));
}

TEST_F(ImagesDataset, TakesPosesByIndexOrTime) {
  Add("1305031102.100000", "1305031102.100000", 2000);
  Add("1305031102.200000", "1305031102.200000", 2000);
  WriteText(folder_ / "poses.txt", "5 1 0 0 0 0 0 1\n6 2 0 0 0 0 0 1\n");
  config_.poses_file = "poses.txt";
  EXPECT_NEAR(OpenDataset(config_)->Read(1).world_from_camera->translation().x(), 2.0, 1e-9);
  EXPECT_NEAR(OpenDataset(config_)->Read(1).timestamp_s, 1305031102.2, 1e-6);
  WriteText(folder_ / "poses.txt",
            "1305031102.15 1 0 0 0 0 0 1\n1305031102.19 2 0 0 0 0 0 1\n1305031102.21 4 0 0 0 0 0 1\n");
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("3 poses, expected 2"), HasSubstr("dataset.match_poses=time")));
  config_.match_poses = PoseMatch::kTime;
  const auto dataset = OpenDataset(config_);
  EXPECT_FALSE(dataset->Read(0).world_from_camera);
  EXPECT_NEAR(dataset->Read(1).world_from_camera->translation().x(), 3.0, 1e-4);
}

TEST_F(ImagesDataset, TakesTimesFromPosesWhereNamesHaveNone) {
  Add("0", "0", 2000);
  WriteText(folder_ / "poses.txt", "77.5 1 0 0 0 0 0 1\n");
  config_.poses_file = "poses.txt";
  EXPECT_EQ(OpenDataset(config_)->Read(0).timestamp_s, 77.5);
  config_.match_poses = PoseMatch::kTime;
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("dataset.match_poses"), HasSubstr("no times")));
}

TEST_F(ImagesDataset, SaysWhichKeyIsMissingOrWrong) {
  Add("0", "0", 2000);
  const DatasetConfig good = config_;
  config_.fy = 0.0;
  EXPECT_THAT(OpenError(), HasSubstr("missing: fy"));
  config_ = good;
  config_.depth_scale = 0.0;
  EXPECT_THAT(OpenError(), HasSubstr("dataset.depth_scale: found none"));
  config_ = good;
  config_.depth_files = "";
  EXPECT_THAT(OpenError(), HasSubstr("dataset.depth_files is empty"));
  for (const char* pattern : {"d/z_0.png", "d/*_*.png", "*/0.png"}) {
    config_.depth_files = pattern;
    EXPECT_THAT(OpenError(), AllOf(HasSubstr("dataset.depth_files"), HasSubstr("one *"))) << pattern;
  }
  config_.depth_files = "none/*.png";
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("dataset.depth_files: cannot list"), HasSubstr("none")));
  config_.depth_files = "d/*.tiff";
  EXPECT_THAT(OpenError(), HasSubstr("found no file"));
  config_ = good;
  config_.poses_file = "none.txt";
  EXPECT_THAT(OpenError(), HasSubstr("none.txt"));
}

TEST(NaturalLess, ComparesNumbersAsNumbers) {
  EXPECT_TRUE(NaturalLess("a2", "a10"));
  EXPECT_FALSE(NaturalLess("a10", "a2"));
  EXPECT_TRUE(NaturalLess("a02b", "a2c"));
  EXPECT_TRUE(NaturalLess("a", "a1"));
  EXPECT_TRUE(NaturalLess("02", "2"));
  EXPECT_FALSE(NaturalLess("2", "2"));
  EXPECT_TRUE(NaturalLess("99999999999999999999", "100000000000000000000"));
}

TEST(TimeInName, KnowsUnitsByTheirDigits) {
  EXPECT_EQ(TimeInName("12.5"), 12.5);
  EXPECT_EQ(TimeInName("1305031102"), 1305031102.0);
  EXPECT_NEAR(*TimeInName("1305031102175"), 1305031102.175, 1e-6);
  EXPECT_NEAR(*TimeInName("1305031102175304"), 1305031102.175304, 1e-6);
  EXPECT_NEAR(*TimeInName("1305031102175304000"), 1305031102.175304, 1e-6);
  for (const char* name : {"", "42", "000042", "1.2.3", "x1305031102", ".5", "5.", "13050311021753040001"}) {
    EXPECT_FALSE(TimeInName(name)) << name;
  }
}

}  // namespace
}  // namespace isogs
