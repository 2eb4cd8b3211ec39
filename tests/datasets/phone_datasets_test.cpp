// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

#include "datasets/dataset.h"
#include "tests/datasets/own_images.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using testing::AllOf;
using testing::HasSubstr;

/// Colours of 32x24 with the camera of which depth has half.
const Camera kColors = Camera{16, 12, 14.0, 15.0, 7.5, 5.5}.Resized(32, 24);

class PhoneCapture : public testing::Test {
 protected:
  std::unique_ptr<Dataset> Open() const { return OpenDataset(ConfigOf(folder_.path())); }
  std::string OpenError() const {
    return ErrorOf([&] { Open(); });
  }
  void WriteConfidence(const std::string& name) const {
    fs::create_directories(folder_ / "confidence");
    Image<uint8_t> confidence(1, 12, 16, 2);
    confidence.at(0, 0) = 0;
    confidence.at(0, 1) = 1;
    WritePng(folder_ / "confidence" / name, confidence, 1);
  }
  void ExpectConfidenceCounts() const {
    for (const int lowest : {0, 1, 2}) {
      DatasetConfig config = ConfigOf(folder_.path());
      config.min_confidence = lowest;
      const Frame frame = OpenDataset(config)->Read(0);
      EXPECT_EQ(frame.depth_m.at(0, 0) > 0.0f, lowest <= 0);
      EXPECT_EQ(frame.depth_m.at(0, 1) > 0.0f, lowest <= 1);
      EXPECT_GT(frame.depth_m.at(0, 2), 0.0f);
    }
  }
  TemporaryFolder folder_;
};

class StrayDataset : public PhoneCapture {
 protected:
  StrayDataset() {
    for (const int i : {0, 1}) {
      const std::string number = "00000" + std::to_string(i);
      WriteOwnImages(folder_ / ("rgb/" + number + ".jpg"), folder_ / ("depth/" + number + ".png"),
                     static_cast<uint16_t>(1000 + i));
      WriteConfidence(number + ".png");
    }
    WriteText(folder_ / "camera_matrix.csv", fmt::format("{}, 0.0, {}\n0.0, {}, {}\n0.0, 0.0, 1.0",
                                                         kColors.fx, kColors.cx, kColors.fy, kColors.cy));
    WriteText(folder_ / "odometry.csv",
              "timestamp, frame, x, y, z, qx, qy, qz, qw\n1748.25, 000000, 1, 2, 3, 0, 0, 0, 1\n"
              "1748.50, 000001, 1.5, 2, 3, 1, 0, 0, 0\r\n");
  }
};

TEST_F(StrayDataset, ReadsACapture) {
  const auto dataset = Open();
  EXPECT_EQ(dataset->layout(), "stray_scanner");
  EXPECT_NEAR(dataset->camera().fx, 14.0, 1e-3);
  EXPECT_NEAR(dataset->camera().cy, 5.5, 1e-3);
  ASSERT_EQ(dataset->frame_count(), 2);
  const Frame frame = dataset->Read(1);
  EXPECT_EQ(frame.timestamp_s, 1748.5);
  EXPECT_FLOAT_EQ(frame.depth_m.at(5, 5), 1.001f);
  EXPECT_NEAR(frame.color.at(0, 5, 5), OwnColorAt(5), 0.01);
  ASSERT_TRUE(frame.world_from_camera);
  EXPECT_TRUE(frame.world_from_camera->translation().isApprox(Eigen::Vector3d(1.5, 2, 3)));
  EXPECT_NEAR(frame.world_from_camera->linear()(1, 1), -1.0, 1e-12);
}

TEST_F(StrayDataset, LeavesOutDepthOfLowConfidence) { ExpectConfidenceCounts(); }

TEST_F(StrayDataset, AWorkingSizeLargerThanDepthKeepsTheColours) {
  DatasetConfig config = ConfigOf(folder_.path());
  config.width = 32;
  const Frame frame = OpenDataset(config)->Read(1);
  EXPECT_NEAR(frame.camera.fx, kColors.fx, 1e-3);
  EXPECT_NEAR(frame.color.at(0, 5, 11), (20 + 4 * 11) / 255.0, 0.006);
  EXPECT_FLOAT_EQ(frame.depth_m.at(20, 20), 1.001f);
}

TEST_F(StrayDataset, ReadsIntrinsicsOfEveryFrame) {
  WriteText(
      folder_ / "odometry.csv",
      fmt::format(
          "timestamp, frame, x, y, z, qx, qy, qz, qw, fx, fy, cx, cy\n"
          "1, 0, 0, 0, 0, 0, 0, 0, 1, {0}, 30, {1}, {2}\n2, 1, 0, 0, 0, 0, 0, 0, 1, {0}, 30, {1}, {2}\n",
          1.1 * kColors.fx, kColors.cx, kColors.cy));
  EXPECT_NEAR(Open()->camera().fx, 1.1 * 14.0, 1e-6);
}

TEST_F(StrayDataset, SaysHowToExtractTheVideo) {
  fs::remove_all(folder_ / "rgb");
  WriteText(folder_ / "rgb.mp4", "video");
  EXPECT_THAT(OpenError(),
              AllOf(HasSubstr("videos are not read"), HasSubstr("ffmpeg -i "), HasSubstr("rgb/%06d.jpg")));
  EXPECT_TRUE(IsUsageError([&] { Open(); }));
}

TEST_F(StrayDataset, NamesFileAndLineOfWhatItCannotRead) {
  WriteText(folder_ / "odometry.csv",
            "timestamp, frame, x, y, z, qx, qy, qz, qw\n1, 0, 0, 0, here, 0, 0, 0, 1\n");
  EXPECT_THAT(OpenError(), HasSubstr("odometry.csv:2: column 5: found 'here'"));
  WriteText(folder_ / "odometry.csv", "1, 2, 3, 0, 0, 0, 1\n");
  EXPECT_THAT(OpenError(),
              AllOf(HasSubstr("odometry.csv:1: found no column timestamp"), HasSubstr("qx, qy, qz, qw")));
  WriteText(folder_ / "odometry.csv",
            "timestamp, frame, x, y, z, qx, qy, qz, qw\n1, 7, 0, 0, 0, 0, 0, 0, 1\n");
  EXPECT_THAT(OpenError(), HasSubstr("no image whose number"));
  WriteText(folder_ / "camera_matrix.csv", "1,2\n3,4\n");
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("camera_matrix.csv:1: found '1,2'"), HasSubstr("3x3")));
}

TEST_F(StrayDataset, NamesAConfidenceThatDoesNotFit) {
  WritePng(folder_ / "confidence/000001.png", Image<uint8_t>(1, 6, 8, 2), 1);
  EXPECT_THAT(ErrorOf([&] { Open()->Read(1); }),
              AllOf(HasSubstr("confidence/000001.png: found 8x6"), HasSubstr("16x12")));
  fs::remove(folder_ / "confidence/000001.png");
  EXPECT_THAT(ErrorOf([&] { Open()->Read(1); }), HasSubstr("confidence/000001.png: missing"));
}

class Record3dDataset : public PhoneCapture {
 protected:
  Record3dDataset() {
    for (const int i : {0, 1}) {
      const std::string number = std::to_string(i);
      WriteOwnImages(folder_ / ("rgb/" + number + ".jpg"), folder_ / ("depth/" + number + ".png"),
                     static_cast<uint16_t>(1000 + i));
    }
  }
  std::unique_ptr<Dataset> OpenWith(const Json& metadata) const {
    WriteText(folder_ / "metadata.json", metadata.dump());
    return Open();
  }
  std::string ErrorWith(const Json& metadata) const {
    return ErrorOf([&] { OpenWith(metadata); });
  }
  const Json metadata_ = {{"w", 32},
                          {"h", 24},
                          {"fps", 60},
                          {"K", {kColors.fx, 0, 0, 0, kColors.fy, 0, kColors.cx, kColors.cy, 1}},
                          {"poses", {{1, 0, 0, 0, 5, 6, 7}, {1, 0, 0, 0, 5, 6, 8}}}};
};

TEST_F(Record3dDataset, ReadsACapture) {
  const auto dataset = OpenWith(metadata_);
  EXPECT_EQ(dataset->layout(), "record3d");
  EXPECT_NEAR(dataset->camera().fx, 14.0, 1e-9);
  EXPECT_NEAR(dataset->camera().cx, 7.5, 1e-9);
  const Frame frame = dataset->Read(1);
  EXPECT_FLOAT_EQ(frame.depth_m.at(5, 5), 1.001f);
  EXPECT_NEAR(frame.timestamp_s, 1.0 / 60, 1e-12);
  ASSERT_TRUE(frame.world_from_camera);  // half a turn about x: OpenGL's axes are ours then
  EXPECT_TRUE(frame.world_from_camera->linear().isApprox(Eigen::Matrix3d::Identity(), 1e-12));
  EXPECT_TRUE(frame.world_from_camera->translation().isApprox(Eigen::Vector3d(5, 6, 8)));
}

TEST_F(Record3dDataset, ReadsTimesIntrinsicsAndConfidencesOfEveryFrame) {
  Json metadata = metadata_;
  metadata["frameTimestamps"] = {0.5, 0.75};
  const Json own = {2 * kColors.fx, kColors.fy, kColors.cx, kColors.cy};
  metadata["perFrameIntrinsicCoeffs"] = {own, own};
  for (const char* name : {"0.png", "1.png"}) WriteConfidence(name);
  const auto dataset = OpenWith(metadata);
  EXPECT_EQ(dataset->Read(1).timestamp_s, 0.75);
  EXPECT_NEAR(dataset->camera().fx, 28.0, 1e-9);
  ExpectConfidenceCounts();
}

TEST_F(Record3dDataset, MayHaveFewerPosesOrNone) {
  Json metadata = metadata_;
  metadata["poses"].erase(1);
  EXPECT_TRUE(OpenWith(metadata)->Read(0).world_from_camera);
  EXPECT_FALSE(OpenWith(metadata)->Read(1).world_from_camera);
  metadata.erase("poses");
  EXPECT_FALSE(OpenWith(metadata)->Read(0).world_from_camera);
}

TEST_F(Record3dDataset, SaysWhatToDoWithDepthThatIsNoPng) {
  WriteText(folder_ / "metadata.json", metadata_.dump());
  for (const char* name : {"0", "1"}) {
    fs::rename(folder_ / "depth" / (std::string(name) + ".png"),
               folder_ / "depth" / (std::string(name) + ".exr"));
  }
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("depth as EXR"), HasSubstr("docs/own_data.md")));
  fs::remove_all(folder_ / "depth");
  fs::create_directories(folder_ / "rgbd");
  WriteText(folder_ / "rgbd/0.depth", "x");
  EXPECT_THAT(OpenError(), HasSubstr("LZFSE"));
}

TEST_F(Record3dDataset, NamesKeysThatItCannotRead) {
  Json metadata = metadata_;
  metadata["K"] = {1, 2, 3};
  EXPECT_THAT(ErrorWith(metadata),
              HasSubstr("metadata.json: K: found '[1,2,3]', expected a list of 9 numbers"));
  metadata = metadata_;
  metadata["poses"][1] = "none";
  EXPECT_THAT(ErrorWith(metadata), HasSubstr("metadata.json: poses[1]: found"));
  metadata = metadata_;
  metadata.erase("w");
  EXPECT_THAT(ErrorWith(metadata), HasSubstr("metadata.json: w: found nothing"));
}

}  // namespace
}  // namespace isogs
