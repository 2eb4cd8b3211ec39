// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/nerfstudio_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

class NerfstudioDataset : public testing::Test {
 protected:
  NerfstudioDataset() {
    for (const std::string number : {"2", "10"}) {
      WriteOwnImages(folder_ / ("images/f_" + number + ".png"), folder_ / ("depths/" + number + ".png"),
                     static_cast<uint16_t>(1000 + std::stoi(number)));
      root_["frames"].push_back(
          {{"file_path", "images/f_" + number + ".png"},
           {"depth_file_path", "./depths/" + number + ".png"},
           {"transform_matrix", {{1, 0, 0, std::stod(number)}, {0, -1, 0, 0}, {0, 0, -1, 0}, {0, 0, 0, 1}}}});
    }
    std::swap(root_["frames"][0], root_["frames"][1]);
    const Camera camera = Camera{16, 12, 14.0, 15.0, 7.5, 5.5}.Resized(32, 24);
    root_.update({{"fl_x", camera.fx},
                  {"fl_y", camera.fy},
                  {"cx", camera.cx + 0.5},
                  {"cy", camera.cy + 0.5},
                  {"w", 32},
                  {"h", 24},
                  {"camera_model", "OPENCV"},
                  {"k1", 0.0}});
  }
  std::unique_ptr<Dataset> Open() const {
    WriteText(folder_ / "transforms.json", root_.dump(1));
    return OpenDataset(ConfigOf(folder_.path()));
  }
  std::string OpenError() const {
    return ErrorOf([&] { Open(); });
  }
  TemporaryFolder folder_;
  Json root_ = {{"frames", Json::array()}};
};

TEST_F(NerfstudioDataset, ReadsFramesInTheOrderOfTheirNames) {
  const auto dataset = Open();
  EXPECT_EQ(dataset->layout(), "nerfstudio");
  ASSERT_EQ(dataset->frame_count(), 2);
  EXPECT_NEAR(dataset->camera().fx, 14.0, 1e-9);
  EXPECT_NEAR(dataset->camera().cx, 7.5, 1e-9);  // its centres of pixels are at 0.5
  const Frame frame = dataset->Read(0);
  EXPECT_FLOAT_EQ(frame.depth_m.at(5, 5), 1.002f);
  EXPECT_NEAR(frame.color.at(0, 5, 5), OwnColorAt(5), 0.01);
}

TEST_F(NerfstudioDataset, TurnsOpenGlAxesIntoOurs) {
  const Pose pose = *Open()->Read(0).world_from_camera;
  EXPECT_TRUE(pose.linear().isApprox(Eigen::Matrix3d::Identity(), 1e-12));
  EXPECT_NEAR(pose.translation().x(), 2.0, 1e-12);
}

TEST_F(NerfstudioDataset, ReadsIntrinsicsOfEveryFrame) {
  for (const char* key : {"fl_x", "fl_y", "cx", "cy"}) {
    for (Json& frame : root_["frames"]) frame[key] = root_[key];
    root_.erase(key);
  }
  EXPECT_NEAR(Open()->camera().fx, 14.0, 1e-9);
  root_["frames"][1]["fl_x"] = root_["frames"][1]["fl_x"].get<double>() + 0.1;  // a phone's focus
  EXPECT_NEAR(Open()->camera().fx, 14.025, 1e-9);
  root_["frames"][1]["fl_x"] = 1.2 * root_["frames"][0]["fl_x"].get<double>();
  const auto dataset = Open();  // of the narrower view
  EXPECT_NEAR(dataset->camera().fx, 1.2 * 14.0, 0.2);
  const double u = (6 - dataset->camera().cx) * 14.0 / dataset->camera().fx + 7.5;
  EXPECT_NEAR(dataset->Read(1).color.at(0, 5, 6), OwnColorAt(u), 0.015);  // frame 10, of the wider one
}

TEST_F(NerfstudioDataset, ReadsDistortion) {
  root_["k1"] = 0.2;
  EXPECT_GT(Open()->camera().fx, 14.0);
  root_["k4"] = 0.1;
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("k4"), HasSubstr("undistort")));
  root_["k4"] = 0.0;
  root_["camera_model"] = "OPENCV_FISHEYE";
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("transforms.json: camera_model: found 'OPENCV_FISHEYE'"),
                                 HasSubstr("PINHOLE")));
}

TEST_F(NerfstudioDataset, ReadsNerfCapturesKeys) {
  for (Json& frame : root_["frames"]) {
    frame["depth_path"] = frame["depth_file_path"];
    frame.erase("depth_file_path");
  }
  root_["integer_depth_scale"] = 0.0005;
  EXPECT_FLOAT_EQ(Open()->Read(0).depth_m.at(5, 5), 0.501f);
}

TEST_F(NerfstudioDataset, LeavesOutFramesWithoutDepth) {
  root_["frames"][0].erase("depth_file_path");
  EXPECT_EQ(Open()->frame_count(), 1);
  root_["frames"][1].erase("depth_file_path");
  EXPECT_THAT(OpenError(), HasSubstr("no frame has a depth_file_path"));
}

TEST_F(NerfstudioDataset, NamesFrameAndKeyOfWhatItCannotRead) {
  const Json good = root_;
  root_["frames"][1]["transform_matrix"] = {{1, 0}, {0, 1}};
  EXPECT_THAT(OpenError(), HasSubstr("frames[1].transform_matrix: found"));
  root_ = good;
  root_["frames"][1].erase("file_path");
  EXPECT_THAT(OpenError(), HasSubstr("frames[1].file_path"));
  root_ = good;
  root_["fl_x"] = "wide";
  EXPECT_THAT(OpenError(), HasSubstr("transforms.json: fl_x: found '\"wide\"'"));
  root_ = good;
  root_.erase("cx");
  EXPECT_THAT(OpenError(), HasSubstr("frames[1].cx: found nothing"));
  root_["frames"] = 3;
  EXPECT_THAT(OpenError(), HasSubstr("no list \"frames\""));
  root_ = Json::array({1});
  EXPECT_THAT(OpenError(), HasSubstr("no JSON object"));
  WriteText(folder_ / "transforms.json", "{\n\"frames\": [,]}");
  EXPECT_THAT(ErrorOf([&] { OpenDataset(ConfigOf(folder_.path())); }), HasSubstr("transforms.json:2:"));
}

TEST_F(NerfstudioDataset, AFrameWithoutAUsablePoseHasNoTruePose) {
  root_["frames"][1].erase("transform_matrix");
  root_["frames"][0]["transform_matrix"] = {{2, 0, 0, 0}, {0, 2, 0, 0}, {0, 0, 2, 0}, {0, 0, 0, 1}};
  const auto dataset = Open();
  for (const int64_t index : {0, 1}) EXPECT_FALSE(dataset->Read(index).world_from_camera);
}

}  // namespace
}  // namespace isogs
