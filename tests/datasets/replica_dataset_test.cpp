// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/replica_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "shared/io/file.h"
#include "tests/datasets/replica_fixture.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(ReplicaDataset, ReadsWhatWasWritten) {
  Make();
  const auto dataset = Open();
  EXPECT_EQ(dataset->layout(), "replica");
  ASSERT_EQ(dataset->frame_count(), 4);
  const Frame expected = TinyFrame(2);
  const Frame frame = dataset->Read(2);
  EXPECT_EQ(frame.index, 2);
  EXPECT_EQ(frame.timestamp_s, 2.0);
  EXPECT_FALSE(frame.has_time);
  EXPECT_EQ(dataset->camera(), expected.camera);
  EXPECT_EQ(frame.camera, expected.camera);
  ASSERT_TRUE(frame.world_from_camera);
  EXPECT_TRUE(frame.world_from_camera->isApprox(TinyPose(2), 1e-10));
  ASSERT_EQ(frame.color.channels(), 3);
  ASSERT_EQ(frame.depth_m.channels(), 1);
  for (size_t i = 0; i < frame.color.values().size(); ++i) {
    ASSERT_NEAR(frame.color.values()[i], expected.color.values()[i], 2.0 / 255);
  }
  for (size_t i = 0; i < frame.depth_m.values().size(); ++i) {
    ASSERT_NEAR(frame.depth_m.values()[i], expected.depth_m.values()[i], 0.51 / kReplicaDepthScale);
  }
}

TEST_F(ReplicaDataset, ResizesToTheWorkingSize) {
  Make();
  DatasetConfig config = ConfigOf(Room());
  config.width = 8;
  config.height = 6;
  const auto dataset = OpenDataset(config);
  EXPECT_EQ(dataset->camera(), TinyFrame(0).camera.Halved());
  const Frame frame = dataset->Read(1);
  EXPECT_EQ(frame.camera, dataset->camera());
  EXPECT_EQ(frame.color.width(), 8);
  EXPECT_EQ(frame.color.height(), 6);
  EXPECT_EQ(frame.depth_m.width(), 8);
  EXPECT_EQ(frame.depth_m.height(), 6);
}

TEST_F(ReplicaDataset, OneWorkingSideGivesTheOther) {
  Make();
  DatasetConfig config = ConfigOf(Room());
  config.width = 8;
  EXPECT_EQ(OpenDataset(config)->camera().height, 6);
  config.width = 0;
  config.height = 3;
  EXPECT_EQ(OpenDataset(config)->camera().width, 4);
}

TEST_F(ReplicaDataset, ConfigurationOverridesTheCamera) {
  Make();
  DatasetConfig config = ConfigOf(Room());
  config.fx = 20.0;
  config.fy = 21.0;
  config.cx = 8.0;
  config.cy = 6.0;
  config.depth_scale = 2 * kReplicaDepthScale;
  const auto dataset = OpenDataset(config);
  EXPECT_EQ(dataset->camera(), (Camera{16, 12, 20.0, 21.0, 8.0, 6.0}));
  EXPECT_NEAR(dataset->Read(0).depth_m.at(0, 0), 0.5, 1e-4);
}

TEST_F(ReplicaDataset, MakesUnusableDepthInvalid) {
  Make();
  Image<uint16_t> depth(1, 12, 16, 10000);
  depth.values()[0] = 0;
  depth.values()[1] = 65535;
  depth.values()[2] = 32768;  // 5.0000 m
  depth.values()[3] = 13107;  // 2 m exactly
  depth.values()[4] = 1310;   // 0.1999 m
  depth.values()[5] = 1311;
  WritePng(Room("results/depth000000.png"), depth);
  DatasetConfig config = ConfigOf(Room());
  config.max_depth_m = 4.99;
  const Image<float> read = OpenDataset(config)->Read(0).depth_m;
  EXPECT_EQ(read.values()[0], 0.0f);
  EXPECT_EQ(read.values()[1], 0.0f);
  EXPECT_EQ(read.values()[2], 0.0f);
  EXPECT_EQ(read.values()[3], 2.0f);
  EXPECT_EQ(read.values()[4], 0.0f) << "nearer than what is rendered";
  EXPECT_NEAR(read.values()[5], 0.2f, 1e-3f);
  config.max_depth_m = 100.0;
  EXPECT_EQ(OpenDataset(config)->Read(0).depth_m.values()[1], 0.0f);
}

TEST_F(ReplicaDataset, FindsTheCameraFileOneLevelAbove) {
  Make();
  fs::rename(Room("cam_params.json"), folder_ / "cam_params.json");
  EXPECT_EQ(Open()->frame_count(), 4);
  EXPECT_EQ(OpenDataset(ConfigOf(folder_ / "room"))->frame_count(), 4);
}

TEST_F(ReplicaDataset, NamesAMissingOrWrongCameraFile) {
  Make();
  WriteText(Room("cam_params.json"), "{\"camera\": {\"w\": 16, \"h\": 12, \"fx\": \"wide\"}}");
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("cam_params.json"), HasSubstr("camera.fx"), HasSubstr("wide")));
  WriteText(Room("cam_params.json"), "{\"camera\": {\"w\": 1e300}}");
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("cam_params.json"), HasSubstr("camera.w")));
  WriteText(Room("cam_params.json"), "{\"camera\": {\n  \"w\": 16,\n}}");
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("cam_params.json:3:1: JSON: "), HasSubstr("unexpected '}'"),
                                 Not(HasSubstr("\n"))));
  WriteText(Room("cam_params.json"), "{\"camera\": \"\t\xff\n");
  EXPECT_THAT(OpenError(),
              AllOf(HasSubstr("cam_params.json:1:13: JSON: "), Not(HasSubstr("\t")), Not(HasSubstr("\xff"))));
  WriteText(Room("cam_params.json"), "{\"camera\": 7}");
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("cam_params.json"), HasSubstr("expected")));
  fs::remove(Room("cam_params.json"));
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("cam_params.json"), HasSubstr(Room().parent_path().string())));
  EXPECT_TRUE(IsUsageError([&] { Open(); }));
}

TEST_F(ReplicaDataset, RefusesCamerasThatNoImageHas) {
  Make();
  DatasetConfig config = ConfigOf(Room());
  config.fx = 1e-300;
  const auto open = [&] { OpenDataset(config); };
  EXPECT_THAT(ErrorOf(open), AllOf(HasSubstr("dataset.fx: found 1e-300"), HasSubstr("0.32 to 1600 pixels")));
  EXPECT_TRUE(IsUsageError(open));
  config.fx = 0.0;
  config.cy = 1e5;
  EXPECT_THAT(ErrorOf(open), AllOf(HasSubstr("dataset.cy: found 100000"), HasSubstr("-120 to 132 pixels")));
  WriteText(Room("cam_params.json"),
            R"({"camera": {"w": 16, "h": 12, "fx": 14, "fy": 1e6, "cx": 7.5, "cy": 5.5, "scale": 1000}})");
  EXPECT_THAT(OpenError(), HasSubstr("cam_params.json: camera.fy: found 1e+06, expected 0.24 to 1200"));
}

TEST_F(ReplicaDataset, MayComeWithoutPoses) {
  Make();
  fs::remove(Room("traj.txt"));
  EXPECT_FALSE(Open()->Read(3).world_from_camera);
  EXPECT_NEAR(Open()->Read(3).color.at(0, 3, 3), 0.3f, 2.0 / 255);
}

TEST_F(ReplicaDataset, NamesTooFewPoses) {
  Make();
  auto lines = TrajectoryLines();
  lines.pop_back();
  WriteTrajectory(lines);
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("traj.txt"), HasSubstr("found 3 poses"), HasSubstr("expected 4")));
  WriteTrajectory({});
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("traj.txt"), HasSubstr("found 0 poses")));
}

TEST_F(ReplicaDataset, ReadsNumbersAsProgramsWriteThem) {
  Make();
  auto lines = TrajectoryLines();
  lines[1] = "+1.0e+00 0 0 +5e-01 0 1 0 1e-400 0 0 1 -0 0 0 0 +1";
  WriteText(Room("traj.txt"), "\xEF\xBB\xBF# numpy.savetxt\n" + lines[0] + "\r\n" + lines[1] + "\r\n" +
                                  lines[2] + "\n\n" + lines[3]);
  EXPECT_TRUE(Open()->Read(0).world_from_camera->isApprox(TinyPose(0), 1e-10));
  const Pose pose = *Open()->Read(1).world_from_camera;
  EXPECT_EQ(pose.translation(), Eigen::Vector3d(0.5, 0.0, 0.0));
}

TEST_F(ReplicaDataset, NamesTheLineOfATruncatedTrajectory) {
  Make();
  auto lines = TrajectoryLines();
  lines.back() = lines.back().substr(0, lines.back().size() / 2);
  WriteTrajectory(lines);
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("traj.txt line 4"), HasSubstr("expected")));
  lines[1] = "1 0 0 x";
  WriteTrajectory(lines);
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("traj.txt line 2"), HasSubstr("'x'")));
}

TEST_F(ReplicaDataset, AFrameWithoutAUsablePoseHasNoTruePose) {
  Make();
  for (const char* line :
       {"-inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf",  // as ScanNet's
        "nan 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1", "1 0 0 0 0 2 0 0 0 0 1 0 0 0 0 1",
        "1 0 0 0 0 1 0 0 0 0 1 0 1 0 0 1", "-1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1"}) {  // a mirror
    auto lines = TrajectoryLines();
    lines[1] = line;
    WriteTrajectory(lines);
    const auto dataset = Open();
    EXPECT_TRUE(dataset->Read(0).world_from_camera) << line;
    const Frame frame = dataset->Read(1);
    EXPECT_FALSE(frame.world_from_camera) << line;
    EXPECT_NEAR(frame.color.at(0, 3, 3), 0.1f, 2.0 / 255);
  }
}

TEST_F(ReplicaDataset, TakesRotationsOfThreeDecimals) {
  Make();
  auto lines = TrajectoryLines();
  lines[1] = "0.936 -0.290 0.199 1 0.313 0.946 -0.096 2 -0.160 0.152 0.976 3 0 0 0 1";
  WriteTrajectory(lines);
  const Frame frame = Open()->Read(1);
  ASSERT_TRUE(frame.world_from_camera);
  const Eigen::Matrix3d rotation = frame.world_from_camera->linear();
  EXPECT_TRUE((rotation * rotation.transpose()).isIdentity(1e-12));
  EXPECT_NEAR(rotation(0, 0), 0.936, 5e-3);
}

TEST_F(ReplicaDataset, AGapSpoilsItsFrameOnly) {
  Make();
  fs::remove(Room("results/frame000001.jpg"));
  fs::remove(Room("results/depth000002.png"));
  ASSERT_EQ(Open()->frame_count(), 4);
  EXPECT_THAT(ReadError(1), AllOf(HasSubstr("frame000001.jpg"), HasSubstr("missing"), HasSubstr("expected")));
  EXPECT_THAT(ReadError(2), AllOf(HasSubstr("depth000002.png"), HasSubstr("missing"), HasSubstr("expected")));
  EXPECT_EQ(ReadError(3), "no error");
}

TEST_F(ReplicaDataset, FramesAreTheNumbersThatAreThere) {
  Make();
  const auto rename = [&](const std::string& from, const std::string& to) {
    fs::rename(Room("results/frame" + from + ".jpg"), Room("results/frame" + to + ".jpg"));
    fs::rename(Room("results/depth" + from + ".png"), Room("results/depth" + to + ".png"));
  };
  rename("000003", "1305031102175304003");  // nanoseconds
  rename("000002", "1305031102175304002");
  rename("000001", "4");
  const auto dataset = Open();
  ASSERT_EQ(dataset->frame_count(), 4);
  for (const int64_t index : {0, 1, 2, 3}) {
    const Frame frame = dataset->Read(index);
    EXPECT_EQ(frame.index, index);
    EXPECT_NEAR(frame.color.at(0, 3, 3), 0.1 * static_cast<double>(index), 2.0 / 255);
    EXPECT_TRUE(frame.world_from_camera->isApprox(TinyPose(index), 1e-10));
  }
}

TEST_F(ReplicaDataset, PosesOfLeftOutFramesMayStayInTheTrajectory) {
  Make(5);
  for (const char* number : {"000001", "000003"}) {
    fs::remove(Room(std::string("results/frame") + number + ".jpg"));
    fs::remove(Room(std::string("results/depth") + number + ".png"));
  }
  const auto dataset = Open();
  ASSERT_EQ(dataset->frame_count(), 3);
  EXPECT_TRUE(dataset->Read(1).world_from_camera->isApprox(TinyPose(2), 1e-10));
  auto lines = TrajectoryLines();
  WriteTrajectory({lines[0], lines[2], lines[4]});
  EXPECT_TRUE(Open()->Read(2).world_from_camera->isApprox(TinyPose(4), 1e-10));
  WriteTrajectory({lines[0], lines[2], lines[4], lines[4]});
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("found 4 poses"), HasSubstr("expected 3, one for each frame"),
                                 HasSubstr("each number from 0 to 4")));
}

TEST_F(ReplicaDataset, ReadsNamesInCapitals) {
  Make();
  fs::rename(Room("results/frame000001.jpg"), Room("results/frame000001.JPG"));
  fs::rename(Room("results/frame000002.jpg"), Room("results/frame000002.Jpeg"));
  fs::rename(Room("results/depth000001.png"), Room("results/depth000001.PNG"));
  for (const int64_t index : {1, 2}) EXPECT_EQ(ReadError(index), "no error");
}

TEST_F(ReplicaDataset, TakesAPartOfASequence) {
  Make(6);
  for (const char* number : {"000000", "000001"}) {
    fs::remove(Room(std::string("results/frame") + number + ".jpg"));
    fs::remove(Room(std::string("results/depth") + number + ".png"));
  }
  ASSERT_EQ(Open()->frame_count(), 4);  // traj.txt is the whole one
  EXPECT_TRUE(Open()->Read(0).world_from_camera->isApprox(TinyPose(2), 1e-10));
  auto lines = TrajectoryLines();
  lines.erase(lines.begin(), lines.begin() + 2);
  WriteTrajectory(lines);  // traj.txt was cut as well
  EXPECT_EQ(Open()->frame_count(), 4);
  EXPECT_TRUE(Open()->Read(0).world_from_camera->isApprox(TinyPose(2), 1e-10));
}

TEST_F(ReplicaDataset, NamesAFolderWithoutFrames) {
  Make();
  fs::remove_all(Room("results"));
  fs::create_directory(Room("results"));
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("results"), HasSubstr("no frames"), HasSubstr("frame000000.jpg")));
  EXPECT_TRUE(IsUsageError([&] { Open(); }));
}

}  // namespace
}  // namespace isogs
