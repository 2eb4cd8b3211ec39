// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/scannet_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/dataset.h"
#include "tests/datasets/own_images.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class ScanNetDataset : public testing::Test {
 protected:
  ScanNetDataset() {
    for (const int i : {0, 2, 10}) {
      const std::string number = std::to_string(i);
      WriteOwnImages(folder_ / ("color/" + number + ".jpg"), folder_ / ("depth/" + number + ".png"),
                     static_cast<uint16_t>(1000 + i));
    }
    fs::create_directories(folder_ / "pose");
    fs::create_directories(folder_ / "intrinsic");
    WriteText(folder_ / "pose/0.txt", kTinyPoseText);
    WriteText(folder_ / "pose/2.txt",
              "-inf -inf -inf -inf\n-inf -inf -inf -inf\n-inf -inf -inf -inf\n0 0 0 1\n");
    WriteText(folder_ / "intrinsic/intrinsic_depth.txt", "14 0 7.5 0\n0 15 5.5 0\n0 0 1 0\n0 0 0 1\n");
    WriteIntrinsicColor(28.0);
  }
  void WriteIntrinsicColor(double fx) const {
    WriteText(folder_ / "intrinsic/intrinsic_color.txt",
              std::to_string(fx) + " 0 15.5 0\n0 30 11.5 0\n0 0 1 0\n0 0 0 1\n");
  }
  std::unique_ptr<Dataset> Open() const { return OpenDataset(ConfigOf(folder_.path())); }
  TemporaryFolder folder_;
};

TEST_F(ScanNetDataset, ReadsFramesInTheOrderOfTheirNumbers) {
  const auto dataset = Open();
  EXPECT_EQ(dataset->layout(), "scannet");
  EXPECT_EQ(dataset->camera(), (Camera{16, 12, 14.0, 15.0, 7.5, 5.5}));
  ASSERT_EQ(dataset->frame_count(), 3);
  EXPECT_FLOAT_EQ(dataset->Read(2).depth_m.at(5, 5), 1.01f);
  EXPECT_EQ(dataset->Read(2).timestamp_s, 2.0);
  ASSERT_TRUE(dataset->Read(0).world_from_camera);
  EXPECT_NEAR(dataset->Read(0).world_from_camera->translation().x(), 0.5, 1e-9);
  EXPECT_FALSE(dataset->Read(1).world_from_camera);  // -inf
  EXPECT_FALSE(dataset->Read(2).world_from_camera);  // missing
}

TEST_F(ScanNetDataset, ColoursComeFromWhereDepthsPixelsSeeThem) {
  // Half a pixel of colour beside the middle: cx 15.5 for 7.5 would be 15.5 with centres at whole numbers.
  const auto expect_color = [&](double scale) {
    const Frame frame = Open()->Read(0);
    for (const int x : {4, 8, 11}) {
      const double u = scale * 28.0 * (x - 7.5) / 14.0 + 15.5;  // colour pixel by both intrinsics
      EXPECT_NEAR(frame.color.at(0, 6, x), (20 + 4 * u) / 255, 0.012) << x;
    }
  };
  expect_color(1.0);
  WriteIntrinsicColor(1.2 * 28.0);
  expect_color(1.2);
  WriteIntrinsicColor(0.5 * 28.0);  // as fine as depth: not averaged
  expect_color(0.5);
}

TEST_F(ScanNetDataset, MayComeWithoutPoses) {
  fs::remove_all(folder_ / "pose");
  EXPECT_FALSE(Open()->Read(0).world_from_camera);
}

TEST_F(ScanNetDataset, NamesWhatItCannotRead) {
  const auto error = [&] { return ErrorOf([&] { Open(); }); };
  WriteText(folder_ / "intrinsic/intrinsic_depth.txt", "14 0 7.5\n");
  EXPECT_THAT(error(), AllOf(HasSubstr("intrinsic_depth.txt"), HasSubstr("3 numbers")));
  WriteText(folder_ / "intrinsic/intrinsic_depth.txt", "0 0 7.5 0\n0 15 5.5 0\n0 0 1 0\n0 0 0 1\n");
  EXPECT_THAT(error(), AllOf(HasSubstr("intrinsic_depth.txt: fx"), HasSubstr("found 0")));
  fs::remove(folder_ / "intrinsic/intrinsic_depth.txt");
  EXPECT_THAT(error(), HasSubstr("intrinsic_depth.txt"));
  for (const char* number : {"0", "2", "10"})
    WriteText(folder_ / "color" / (std::string(number) + ".jpg"), "");
  EXPECT_THAT(error(), HasSubstr("intrinsic_depth.txt"));
}

TEST_F(ScanNetDataset, TakesNoDistortion) {
  DatasetConfig config = ConfigOf(folder_.path());
  config.k1 = 0.1;
  EXPECT_THAT(ErrorOf([&] { OpenDataset(config); }), HasSubstr("from two cameras"));
}

}  // namespace
}  // namespace isogs
