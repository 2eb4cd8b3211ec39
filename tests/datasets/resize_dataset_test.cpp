// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The program, from the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "datasets/dataset.h"
#include "tests/datasets/own_images.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Outcome {
  int code;
  std::string output;  // stdout and stderr
};

Outcome ResizeDataset(const std::string& arguments) {
  const std::string program = (fs::path(std::getenv("ISOGS_BIN")) / "resize_dataset").string();
  FILE* const pipe = popen((program + " " + arguments + " 2>&1").c_str(), "r");
  Outcome outcome;
  for (int c; (c = std::fgetc(pipe)) != EOF;) outcome.output += static_cast<char>(c);
  outcome.code = WEXITSTATUS(pclose(pipe));
  return outcome;
}

TEST(ResizeDataset, WritesAPartAtAnotherSizeAndLeavesBadFramesOut) {
  const TemporaryFolder folder;
  MakeTinyReplica(folder / "in", 7);
  fs::remove(folder / "in/results/depth000003.png");
  const std::string places = (folder / "in").string() + " " + (folder / "out").string();
  const Outcome outcome = ResizeDataset(places + " --width 8 --start 1 --stride 2 --frames 3");  // 1, 3, 5
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("2 frames of 8x6, 1 left out"));
  const auto dataset = OpenDataset(ConfigOf(folder / "out"));
  ASSERT_EQ(dataset->frame_count(), 2);
  EXPECT_EQ(dataset->camera(), TinyFrame(0).camera.Halved());
  const Frame frame = dataset->Read(1);
  EXPECT_TRUE(frame.world_from_camera->isApprox(TinyPose(5), 1e-10));
  EXPECT_NEAR(frame.color.at(0, 3, 3), 0.5f, 2.0 / 255);
}

TEST(ResizeDataset, WritesIdentityPosesWhereThereAreNone) {
  const TemporaryFolder folder;
  MakeTinySevenScenes(folder / "in", 0, 2);
  for (const char* name : {"frame-000000.pose.txt", "frame-000001.pose.txt"})
    fs::remove(folder / "in" / name);
  const std::string places = (folder / "in").string() + " " + (folder / "out").string();
  const Outcome outcome = ResizeDataset(places + " --width 160");
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("no frame has a pose"));
  const auto dataset = OpenDataset(ConfigOf(folder / "out"));
  EXPECT_EQ(dataset->frame_count(), 2);
  EXPECT_TRUE(dataset->Read(1).world_from_camera->isApprox(Pose::Identity()));
}

TEST(ResizeDataset, BringsColourAndDepthToOneSize) {
  const TemporaryFolder folder;
  MakeTinyReplica(folder / "in", 1);
  WriteJpeg(folder / "in/results/frame000000.jpg", Image<uint8_t>(3, 48, 64, 90), 95);
  const Outcome outcome = ResizeDataset((folder / "in").string() + " " + (folder / "out").string());
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("colours of 64x48 are averaged to the 16x12 pixels of depth"));
  EXPECT_EQ(ReadImageShape(folder / "out/results/frame000000.jpg"), (ImageShape{16, 12}));
  EXPECT_EQ(OpenDataset(ConfigOf(folder / "out"))->camera(), TinyFrame(0).camera);
}

TEST(ResizeDataset, AFailureLeavesNothing) {
  const TemporaryFolder folder;
  MakeTinyReplica(folder / "in", 2);
  for (const char* name : {"frame000000.jpg", "frame000001.jpg"})
    WriteText(folder / "in/results" / name, "x");
  const std::string in = (folder / "in").string(), out = (folder / "new/out").string();
  const Outcome outcome = ResizeDataset(in + " " + out);
  EXPECT_EQ(outcome.code, 1) << outcome.output;
  EXPECT_FALSE(fs::exists(folder / "new"));
}

TEST(ResizeDataset, EndsWithOneLineAndCodeTwo) {
  const TemporaryFolder folder;
  MakeTinyReplica(folder / "in", 1);
  const std::string in = (folder / "in").string(), out = (folder / "out").string();
  for (const std::string& arguments : {std::string(), "no/such/place " + out, in + " " + in,
                                       in + " " + out + " --start 9", in + " " + out + " --wide 8"}) {
    const Outcome outcome = ResizeDataset(arguments);
    EXPECT_EQ(outcome.code, 2) << arguments << ": " << outcome.output;
    EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << outcome.output;
  }
  EXPECT_FALSE(fs::exists(out));
}

TEST(ResizeDataset, ReadsWhatAConfigurationDescribes) {
  const TemporaryFolder folder;
  WriteOwnImages(folder / "in/rgb/1.png", folder / "in/d/1.png", 2500);
  WriteText(
      folder / "mine.yaml",
      "dataset:\n  layout: images\n  color_files: rgb/*.png\n  depth_files: d/*.png\n  depth_scale: 2500\n"
      "  fx: 28\n  fy: 30\n  cx: 15.5\n  cy: 11.5\n");
  const Outcome outcome = ResizeDataset("--config " + (folder / "mine.yaml").string() + " " +
                                        (folder / "in").string() + " " + (folder / "out").string());
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  const auto dataset = OpenDataset(ConfigOf(folder / "out"));
  EXPECT_NEAR(dataset->camera().fx, 14.0, 1e-9);
  EXPECT_NEAR(dataset->Read(0).depth_m.at(5, 5), 1.0, 1e-3);
}

}  // namespace
}  // namespace isogs
