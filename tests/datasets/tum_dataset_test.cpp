// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/tum_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/dataset.h"
#include "datasets/lens.h"
#include "shared/config/config_reader.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kRgb =
    "# color images\n# timestamp filename\n1305031229.528748 rgb/a b.png\r\n1305031229.564425 rgb/2.png\n"
    "1305031230.000000 rgb/3.png\n";
constexpr const char* kDepth =
    "# depth maps\n1305031229.564442 depth/2.png\n1305031229.528784 depth/1.png\n1305031230.100000 "
    "depth/3.png\n";
constexpr const char* kTruth =
    "# ground truth\n1305031229.5200 1.0 0 0 0 0 0 1\n1305031229.5600 2.0 0 0 0 0 0 1\n";

class TumDataset : public testing::Test {
 protected:
  TumDataset() {
    fs::create_directories(folder_ / "rgb");
    fs::create_directories(folder_ / "depth");
    WriteText(folder_ / "rgb.txt", kRgb);
    WriteText(folder_ / "depth.txt", kDepth);
    WriteText(folder_ / "groundtruth.txt", kTruth);
    for (const char* name : {"a b.png", "2.png", "3.png"}) {
      WritePng(folder_ / "rgb" / name, Image<uint8_t>(3, 12, 16, name[0] == 'a' ? 51 : 102), 1);
    }
    for (const char* name : {"1.png", "2.png", "3.png"}) {
      WritePng(folder_ / "depth" / name, Image<uint16_t>(1, 12, 16, name[0] == '1' ? 5000 : 10000), 1);
    }
    config_ = ConfigOf(folder_.path());
    config_.fx = 14.0;
    config_.fy = 15.0;
    config_.cx = 7.5;
    config_.cy = 5.5;
  }
  std::string OpenError() const {
    return ErrorOf([&] { OpenDataset(config_); });
  }
  TemporaryFolder folder_;
  DatasetConfig config_;
};

TEST_F(TumDataset, PairsImagesAndInterpolatesPoses) {
  const auto dataset = OpenDataset(config_);
  EXPECT_EQ(dataset->layout(), "tum");
  EXPECT_EQ(dataset->camera(), (Camera{16, 12, 14.0, 15.0, 7.5, 5.5}));
  ASSERT_EQ(dataset->frame_count(), 2);  // the third colour image has no depth
  const Frame frame = dataset->Read(0);
  EXPECT_EQ(frame.index, 0);
  EXPECT_NEAR(frame.timestamp_s, 1305031229.528748, 1e-6);
  EXPECT_TRUE(frame.has_time);
  EXPECT_EQ(frame.depth_m.at(5, 5), 1.0f);
  EXPECT_NEAR(frame.color.at(0, 5, 5), 0.2, 1e-5);
  ASSERT_TRUE(frame.world_from_camera);
  EXPECT_NEAR(frame.world_from_camera->translation().x(), 1.21870, 1e-4);
  EXPECT_EQ(dataset->Read(1).depth_m.at(5, 5), 2.0f);
  EXPECT_FALSE(dataset->Read(1).world_from_camera);  // after the last pose
}

TEST_F(TumDataset, MayComeWithoutTruth) {
  fs::remove(folder_ / "groundtruth.txt");
  EXPECT_FALSE(OpenDataset(config_)->Read(0).world_from_camera);
}

TEST_F(TumDataset, NamesFileAndLineOfWhatItCannotRead) {
  for (const auto& [line, found] :
       {std::pair("soon rgb/1.png", "'soon'"), {"12.5", "'12.5'"}, {"inf a", "'inf'"}}) {
    WriteText(folder_ / "rgb.txt", std::string("# color images\n") + line + "\n");
    EXPECT_THAT(OpenError(), AllOf(HasSubstr("rgb.txt:2: found"), HasSubstr(found), HasSubstr("time file")));
  }
  WriteText(folder_ / "rgb.txt", kRgb);
  WriteText(folder_ / "groundtruth.txt", "1 2 3\n");
  EXPECT_THAT(OpenError(), HasSubstr("groundtruth.txt:1: "));
}

TEST_F(TumDataset, SaysWhatIsMissing) {
  config_.cy = 0.0;
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("dataset.fx, fy, cx and cy"), HasSubstr("missing: cy"),
                                 HasSubstr("configs/tum")));
  config_.cy = 5.5;
  WriteText(folder_ / "depth.txt", "5.0 depth/1.png\n");
  EXPECT_THAT(OpenError(), HasSubstr("one clock"));
  WriteText(folder_ / "depth.txt", "# nothing\n");
  EXPECT_THAT(OpenError(), HasSubstr("depth.txt: found no images"));
  EXPECT_TRUE(IsUsageError([&] { OpenDataset(config_); }));
}

TEST_F(TumDataset, NamesAMissingImage) {
  fs::remove(folder_ / "depth/1.png");
  const auto dataset = OpenDataset(config_);
  EXPECT_THAT(ErrorOf([&] { dataset->Read(0); }), HasSubstr("depth/1.png: missing"));
  EXPECT_EQ(dataset->Read(1).index, 1);
}

TEST_F(TumDataset, UndistortsOnLoad) {
  config_.k1 = 0.2;
  config_.k2 = -0.1;
  const auto dataset = OpenDataset(config_);
  const Camera view = dataset->camera();
  EXPECT_GT(view.fx, 14.0);  // zoomed in so that no pixel is without colour
  const Frame frame = dataset->Read(0);
  for (const float z : frame.depth_m.values()) EXPECT_EQ(z, 1.0f);
  for (const float grey : frame.color.values()) EXPECT_NEAR(grey, 0.2, 1e-5);
  config_.undistort = false;
  EXPECT_EQ(OpenDataset(config_)->camera().fx, 14.0);
}

TEST_F(TumDataset, UndistortsColoursOfMorePixelsThanDepth) {
  for (const char* name : {"a b.png", "2.png"}) {
    Image<uint8_t> color(3, 24, 32);
    for (int y = 0; y < 24; ++y) {
      for (int x = 0; x < 32; ++x) color.at(0, y, x) = static_cast<uint8_t>(20 + 6 * x);
    }
    WritePng(folder_ / "rgb" / name, color, 1);
  }
  config_ = ConfigOf(folder_.path());
  const Camera colors = Camera{16, 12, 14.0, 15.0, 7.5, 5.5}.Resized(32, 24);
  config_.fx = colors.fx;
  config_.fy = colors.fy;
  config_.cx = colors.cx;
  config_.cy = colors.cy;
  config_.k1 = 0.2;
  const auto dataset = OpenDataset(config_);
  const Camera view = dataset->camera();
  EXPECT_EQ(view.width, 16);
  const LensCamera lens = {{16, 12, 14.0, 15.0, 7.5, 5.5}, {.k1 = 0.2}};
  const Frame frame = dataset->Read(0);
  for (const int x : {2, 8, 13}) {
    const double stored = PixelThrough(lens, view, x, 4.0).u;
    EXPECT_NEAR(frame.color.at(0, 4, x), (20 + 6 * (2 * stored + 0.5)) / 255, 0.01) << x;
  }
}

TEST(TumSequence, IsReadAsDownloaded) {
  const std::string path = "../shared/data/tum/fr1_rpy";
  if (!fs::exists(path)) GTEST_SKIP() << path << " is not there";
  const auto dataset = OpenDataset(LoadConfig("configs/tum/fr1_desk.yaml", {"dataset.path=" + path}).dataset);
  ASSERT_EQ(dataset->frame_count(), 60);  // as TUM's associate.py pairs them
  EXPECT_EQ(dataset->camera().width, 320);
  const Frame frame = dataset->Read(0);
  EXPECT_NEAR(frame.timestamp_s, 1305031229.528748, 1e-6);
  ASSERT_TRUE(frame.world_from_camera);
  EXPECT_NEAR(frame.world_from_camera->translation().x(), 1.2994, 1e-3);
  EXPECT_GT(frame.stored_depth_median_m, 0.5f);
}

TEST(TumConfigs, HaveThePublishedCameras) {
  const DatasetConfig fr1 = LoadConfig("configs/tum/fr1_desk.yaml", {}).dataset;
  EXPECT_EQ(fr1.layout, "tum");
  EXPECT_EQ(fr1.fx, 517.3);
  EXPECT_EQ(fr1.k3, 1.1633);
  EXPECT_EQ(LoadConfig("configs/tum/fr2_xyz.yaml", {}).dataset.p2, -0.0001);
  EXPECT_EQ(LoadConfig("configs/tum/fr3_office.yaml", {}).dataset.k1, 0.0);
}

}  // namespace
}  // namespace isogs
