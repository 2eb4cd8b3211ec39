// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/start_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <sstream>

#include "shared/config/config_reader.h"
#include "shared/io/file.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> WarningsOf(const DatasetConfig& config) {
  const auto dataset = OpenDataset(config);
  std::vector<int64_t> indices(static_cast<size_t>(dataset->frame_count()));
  std::iota(indices.begin(), indices.end(), 0);
  return StartCheck(*dataset, config).Warnings(indices);
}

DatasetConfig Sample() { return LoadConfig("configs/demo.yaml", {}).dataset; }

TEST(StartCheck, SaysNothingOfTheSample) { EXPECT_THAT(WarningsOf(Sample()), IsEmpty()); }

TEST(StartCheck, SaysNothingOfRealSequences) {
  const std::vector<std::pair<std::string, std::string>> sequences = {
      {"configs/tum/fr1_desk.yaml", "../shared/data/tum/fr1_rpy"},
      {"configs/base.yaml", "../shared/data/hololens"},
      {"configs/seven_scenes/redkitchen.yaml", "../shared/data/seven_scenes/seq"}};
  for (const auto& [config, path] : sequences) {
    if (!fs::exists(path)) GTEST_SKIP() << path << " is not there";
    EXPECT_THAT(WarningsOf(LoadConfig(config, {"dataset.path=" + path}).dataset), IsEmpty()) << path;
  }
}

TEST(StartCheck, NamesTheKeyOfWrongPoses) {
  DatasetConfig config = Sample();
  config.pose_axes = PoseAxes::kOpenGl;
  EXPECT_THAT(WarningsOf(config), ElementsAre(HasSubstr("with dataset.pose_axes=opencv")));
  config = Sample();
  config.pose_direction = PoseDirection::kWorldToCamera;
  EXPECT_THAT(WarningsOf(config), ElementsAre(HasSubstr("with the other dataset.pose_direction")));
  config.pose_axes = PoseAxes::kOpenGl;
  EXPECT_THAT(WarningsOf(config), ElementsAre(AllOf(HasSubstr("dataset.pose_axes=opencv and"),
                                                    HasSubstr("dataset.pose_direction"))));
}

TEST(StartCheck, NamesTheKeysOfIntrinsicsOfAnotherSize) {
  DatasetConfig config = Sample();
  config.fx = config.fy = 420.0;
  config.cx = 319.5;
  config.cy = 239.5;
  EXPECT_THAT(
      WarningsOf(config),
      ElementsAre(HasSubstr("dataset.cx: the optical axis is at 319.5 of 320"), HasSubstr("dataset.cy"),
                  HasSubstr("intrinsics (dataset.fx, fy, cx, cy) 0.5 times as large")));
}

TEST(StartCheck, NamesTheDepthScale) {
  DatasetConfig config = Sample();
  config.depth_scale = 1000.0;
  EXPECT_THAT(WarningsOf(config), ElementsAre(AllOf(HasSubstr("median depth is 22.1 m"),
                                                    HasSubstr("dataset.depth_scale, now 1000"),
                                                    HasSubstr("6553.5 would make it 3.4 m"))));
  config.depth_scale = 655350.0;
  EXPECT_THAT(WarningsOf(config),
              ElementsAre(AllOf(HasSubstr("median depth is 0.0337 m"), HasSubstr("dataset.depth_scale"))));
  config.depth_scale = 3.0 * 6553.5;  // within range, but not with these poses
  EXPECT_THAT(WarningsOf(config), ElementsAre(HasSubstr("with dataset.depth_scale=")));
}

TEST(StartCheck, SaysThatPosesAreNoMetres) {
  const TemporaryFolder folder;
  const auto sample = OpenDataset(Sample());
  ReplicaWriter writer(folder / "mm");
  for (int64_t i = 0; i < 24; i += 8) {
    Frame frame = sample->Read(i);
    frame.world_from_camera->translation() *= 1000.0;
    writer.Add(frame);
  }
  writer.Finish();
  EXPECT_THAT(WarningsOf(ConfigOf(folder / "mm")),
              ElementsAre(HasSubstr("the true poses look like millimetres, expected metres")));
}

TEST(StartCheck, KnowsMillimetresWhateverTheDepthScale) {
  const TemporaryFolder folder;
  DatasetConfig config = Sample();
  fs::copy(config.path, folder / "mm", fs::copy_options::recursive);
  std::istringstream in_m(ReadWholeFile(folder / "mm/traj.txt"));
  std::ostringstream in_mm;
  double number = 0.0;
  for (int i = 0; in_m >> number; ++i) {
    const bool is_position = i % 4 == 3 && i % 16 != 15;
    in_mm << (is_position ? 1000.0 * number : number) << (i % 16 == 15 ? "\n" : " ");
  }
  WriteFileAtomically(folder / "mm/traj.txt", in_mm.str());
  config.path = (folder / "mm").string();
  const auto is_found = ElementsAre(HasSubstr("the true poses look like millimetres, expected metres"));
  EXPECT_THAT(WarningsOf(config), is_found);
}

TEST(StartCheck, SaysNothingWithoutPosesOrOfFramesThatCannotBeRead) {
  const TemporaryFolder folder;
  MakeTinyReplica(folder / "room", 3);
  fs::remove(folder / "room/traj.txt");
  EXPECT_THAT(WarningsOf(ConfigOf(folder / "room")), IsEmpty());
  for (int i = 0; i < 3; ++i)
    fs::resize_file(folder / ("room/results/depth00000" + std::to_string(i) + ".png"), 40);
  EXPECT_THAT(WarningsOf(ConfigOf(folder / "room")), IsEmpty());
}

}  // namespace
}  // namespace isogs
