// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/layouts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/datasets/tiny_datasets.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class Layouts : public testing::Test {
 protected:
  /// Names of the layouts that take the folder for theirs.
  std::vector<std::string> Readers() const {
    std::vector<std::string> readers;
    for (const DatasetLayout& layout : DatasetLayouts()) {
      if (layout.can_read(ConfigOf(folder_.path()))) readers.push_back(layout.name);
    }
    return readers;
  }
  void Add(const std::string& name) const {
    fs::create_directories((folder_ / name).parent_path());
    if (!name.ends_with("/")) WriteText(folder_ / name, "x");
  }
  TemporaryFolder folder_;
};

TEST_F(Layouts, SayWhatTheirDataWasRecordedWith) {
  EXPECT_EQ(SensorOfLayout("seven_scenes"), SensorChoice::kKinect);
  EXPECT_EQ(SensorOfLayout("record3d"), SensorChoice::kLidar);
  EXPECT_EQ(SensorOfLayout("replica"), SensorChoice::kRendered);
  for (const DatasetLayout& layout : DatasetLayouts()) EXPECT_NE(layout.sensor, SensorChoice::kAuto);
}

TEST_F(Layouts, EachIsRecognisedByItsFilesAlone) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> layouts = {
      {"replica", {"results/frame000000.jpg", "results/depth000000.png", "traj.txt", "cam_params.json"}},
      {"seven_scenes", {"frame-000000.color.png", "frame-000000.depth.png", "frame-000000.pose.txt"}},
      {"tum", {"rgb.txt", "depth.txt", "groundtruth.txt", "accelerometer.txt", "rgb/1.png", "depth/1.png"}},
      {"scannet", {"color/0.jpg", "depth/0.png", "pose/0.txt", "intrinsic/intrinsic_depth.txt"}},
      {"nerfstudio", {"transforms.json", "images/a.png", "depths/a.png", "sparse_pc.ply"}},
      {"stray_scanner",
       {"odometry.csv", "camera_matrix.csv", "imu.csv", "rgb.mp4", "rgb/0.jpg", "depth/0.png",
        "confidence/0.png"}},
      {"record3d", {"metadata.json", "rgb/0.jpg", "depth/0.png"}},
      {"record3d", {"metadata", "rgbd/0.jpg", "rgbd/0.depth", "rgbd/0.conf"}}};
  for (const auto& [name, files] : layouts) {
    fs::remove_all(folder_.path());
    for (const std::string& file : files) Add(file);
    EXPECT_EQ(Readers(), std::vector{name});
  }
}

TEST_F(Layouts, FilesOfTwoLayoutsAreAskedAbout) {
  for (const char* file : {"rgb.txt", "depth.txt", "transforms.json"}) Add(file);
  const auto open = [&] { OpenDataset(ConfigOf(folder_.path())); };
  EXPECT_THAT(ErrorOf(open), AllOf(HasSubstr("two layouts, tum (rgb.txt"),
                                   HasSubstr("nerfstudio (transforms.json)"), HasSubstr("dataset.layout")));
  EXPECT_TRUE(IsUsageError(open));
}

TEST_F(Layouts, SaysWhatEachLooksFor) {
  const std::string error = ErrorOf([&] { OpenDataset(ConfigOf(folder_.path())); });
  for (const DatasetLayout& layout : DatasetLayouts())
    EXPECT_THAT(error, HasSubstr(layout.name + ": " + layout.files));
  EXPECT_THAT(error, HasSubstr("docs/own_data.md"));
}

}  // namespace
}  // namespace isogs
