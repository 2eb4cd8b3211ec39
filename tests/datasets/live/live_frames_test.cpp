// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/live/live_frames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "datasets/dataset.h"
#include "datasets/live/live_dataset.h"
#include "shared/core/error.h"
#include "shared/ipc/channel_layout.h"
#include "tests/datasets/live/fake_camera.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/shared/file_size_limit.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const Camera kCamera = {8, 6, 7.0, 7.0, 3.5, 2.5};

class LiveTest : public testing::Test {
 protected:
  LiveFramesOptions All() const { return {}; }
  static std::function<bool()> Never() {
    return [] { return false; };
  }
  DatasetConfig Config() const {
    DatasetConfig config;
    config.path = (folder_ / "recording").string();
    return config;
  }
  std::string Recording() const { return Config().path; }

  /// Plays `frames` frames of a camera into a recording, and gives what the run saw of them.
  std::vector<Frame> Play(const CameraFacts& facts, int frames, bool with_poses = false, int first = 0) {
    LiveCamera camera(name_, Never());
    FakeCamera fake(name_, facts, 32);
    for (int i = first; i < first + frames; ++i) {
      Pose pose = Pose::Identity();
      pose.rotate(Eigen::AngleAxisd(0.1 * i + 0.01, Eigen::Vector3d(1, 2, 3).normalized()));
      pose.translation() = Eigen::Vector3d(i / 3.0, 1.0 / 7.0, -i);
      fake.Push(100.0 + i / 30.0, i, with_poses ? std::optional(pose) : std::nullopt);
    }
    fake.End();
    const auto dataset = LiveDataset::Open(camera, Recording(), Config());
    LiveFramesOptions options;
    options.first_index = dataset->frame_count();
    LiveFrames live(camera, dataset->images(), dataset->recording(), Config(), options);
    std::vector<Frame> seen;
    while (std::optional<Frame> frame = live.Next()) seen.push_back(std::move(*frame));
    return seen;
  }

  /// That the data set gives the same frames to the bit.
  void ExpectRecorded(const std::vector<Frame>& seen) {
    const std::unique_ptr<Dataset> recorded = OpenDataset(Config());
    ASSERT_EQ(recorded->frame_count(), static_cast<int64_t>(seen.size()));
    for (const Frame& live : seen) {
      const Frame again = recorded->Read(live.index);
      EXPECT_EQ(again.timestamp_s, live.timestamp_s);
      EXPECT_TRUE(again.has_time);
      EXPECT_EQ(again.camera, live.camera);
      EXPECT_TRUE(again.color.values() == live.color.values());
      EXPECT_TRUE(again.depth_m.values() == live.depth_m.values());
      EXPECT_EQ(again.depth_units_per_m, live.depth_units_per_m);
      ASSERT_EQ(again.world_from_camera.has_value(), live.world_from_camera.has_value());
      if (live.world_from_camera) {
        EXPECT_TRUE(again.world_from_camera->matrix() == live.world_from_camera->matrix());
      }
    }
  }

  TemporaryFolder folder_;
  const std::string name_ = CameraName("live-test");
};

TEST_F(LiveTest, ARecordingGivesTheSameFrames) {
  CameraFacts facts = FactsOf(kCamera, 8, 6);
  ExpectRecorded(Play(facts, 5));
}

TEST_F(LiveTest, ARecordingKeepsPosesAndTheLens) {
  CameraFacts facts = FactsOf(kCamera, 8, 6);
  facts.k1 = 0.05, facts.p2 = -0.001;
  const std::vector<Frame> seen = Play(facts, 3, /*with_poses=*/true);
  EXPECT_NE(seen.front().camera.fx, kCamera.fx);  // undistorted
  ExpectRecorded(seen);
}

TEST_F(LiveTest, ARecordingKeepsJpegsAsTheyCame) {
  CameraFacts facts = FactsOf(kCamera, 8, 6);
  facts.color_format = ColorFormat::kJpeg;
  ExpectRecorded(Play(facts, 3));
}

TEST_F(LiveTest, DepthInMetresAndWithFewerPixels) {
  CameraFacts facts = FactsOf(kCamera, 4, 3);
  facts.depth_format = DepthFormat::kMetres32;
  const std::vector<Frame> seen = Play(facts, 3);
  EXPECT_EQ(seen.front().camera.width, 4);
  EXPECT_NEAR(seen.front().depth_m.values().front(), 1.0f, 1e-4f);
  ExpectRecorded(seen);
}

TEST_F(LiveTest, ARecordingThatWasCutOffIsGoneOnWith) {
  const CameraFacts facts = FactsOf(kCamera, 8, 6);
  std::vector<Frame> seen = Play(facts, 4, true);
  fs::remove(fs::path(Recording()) / "results/depth000003.png");  // killed before the last was whole
  EXPECT_EQ(OpenDataset(Config())->frame_count(), 4);
  seen.pop_back();
  for (Frame& frame : Play(facts, 2, true, 4)) seen.push_back(std::move(frame));
  EXPECT_EQ(seen.back().index, 4);
  ExpectRecorded(seen);
}

TEST_F(LiveTest, ARecordingOfAnotherCameraIsLeftAlone) {
  CameraFacts facts = FactsOf(kCamera, 8, 6);
  Play(facts, 2);
  facts.camera.fx = 9.0;
  EXPECT_THAT(ErrorOf([&] { Play(facts, 2); }),
              HasSubstr("found another camera than the one that is recorded"));
  EXPECT_EQ(OpenDataset(Config())->frame_count(), 2);
}

TEST_F(LiveTest, ADataSetIsNoRecording) {
  MakeTinyReplica(Recording(), 2);
  EXPECT_THAT(ErrorOf([&] { Play(FactsOf(kCamera, 8, 6), 2); }), HasSubstr("found a data set"));
}

TEST_F(LiveTest, AFullDiskEndsTheRecordingAndNotTheRun) {
  const CameraFacts facts = FactsOf(kCamera, 8, 6);
  LiveCamera camera(name_, Never());
  FakeCamera fake(name_, facts, 64);
  for (int i = 0; i < 40; ++i) fake.Push(100.0 + i / 30.0, i);
  fake.End();
  const auto dataset = LiveDataset::Open(camera, Recording(), Config());
  int seen = 0;
  {
    const FileSizeLimit limit(400);  // times.txt reaches it first
    LiveFrames live(camera, dataset->images(), dataset->recording(), Config(), All());
    while (live.Next()) ++seen;
  }
  EXPECT_EQ(seen, 40);
  const auto recorded = OpenDataset(Config());
  EXPECT_EQ(recorded->frame_count(), dataset->recording()->frame_count());
  EXPECT_GT(recorded->frame_count(), 10);
  EXPECT_LT(recorded->frame_count(), 40);
  EXPECT_EQ(recorded->Read(recorded->frame_count() - 1).timestamp_s,
            100.0 + static_cast<double>(recorded->frame_count() - 1) / 30.0);
}

TEST_F(LiveTest, ViewsOfDifferentShapesAreRefused) {
  EXPECT_THAT(ErrorOf([&] { Play(FactsOf(kCamera, 8, 4), 1); }),
              HasSubstr("depth must be registered to colour"));
}

TEST_F(LiveTest, FramesThatWaitTooLongAreDroppedAndCounted) {
  LiveCamera camera(name_, Never());
  FakeCamera fake(name_, FactsOf(kCamera, 8, 6), 6);
  fake.Push(1.0, 1);
  const auto dataset = LiveDataset::Open(camera, std::nullopt, Config());
  for (int i = 2; i <= 10; ++i) fake.Push(i, i);
  std::this_thread::sleep_for(std::chrono::milliseconds(60));
  LiveFramesOptions options;
  options.drop_older_than_ns = 50'000'000;
  LiveFrames live(camera, dataset->images(), nullptr, Config(), options);
  while (live.dropped_frames() < 10) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  fake.Push(11.0, 11);
  EXPECT_EQ(live.Next()->timestamp_s, 11.0);
  fake.End();
  EXPECT_FALSE(live.Next().has_value());
  EXPECT_EQ(live.dropped_frames(), 10);
}

TEST_F(LiveTest, FramesOutOfOrderAreLeftOut) {
  LiveCamera camera(name_, Never());
  FakeCamera fake(name_, FactsOf(kCamera, 8, 6), 16);
  for (const double stamp_s : {1.0, 2.0, 2.0, 1.5, 3.0}) fake.Push(stamp_s, 1);
  fake.End();
  std::vector<double> stamps;
  while (const auto frame = camera.Next()) stamps.push_back(frame->head.stamp_s);
  EXPECT_THAT(stamps, ElementsAre(1.0, 2.0, 3.0));
  EXPECT_EQ(camera.out_of_order(), 2);
}

TEST_F(LiveTest, ABadFrameIsLeftOut) {
  CameraFacts facts = FactsOf(kCamera, 8, 6);
  facts.color_format = ColorFormat::kJpeg;
  LiveCamera camera(name_, Never());
  FakeCamera fake(name_, facts);
  fake.Push(1.0, 1);
  const std::vector<std::byte> noise(40, std::byte{17}), depth(facts.depth_bytes(), std::byte{1});
  fake.PushBytes(2.0, noise, depth);
  fake.Push(3.0, 3);
  fake.End();
  const auto dataset = LiveDataset::Open(camera, std::nullopt, Config());
  LiveFrames live(camera, dataset->images(), nullptr, Config(), All());
  EXPECT_EQ(live.Next()->timestamp_s, 1.0);
  EXPECT_EQ(live.Next()->timestamp_s, 3.0);
  EXPECT_FALSE(live.Next().has_value());
  EXPECT_EQ(live.bad_frames(), 1);
}

TEST_F(LiveTest, ACameraThatIsKilledMayComeBack) {
  const CameraFacts facts = FactsOf(kCamera, 8, 6);
  LiveCamera camera(name_, Never());
  const pid_t child = fork();
  if (child == 0) {
    FakeCamera fake(name_, facts);
    fake.Push(1.0, 1);
    fake.Push(2.0, 2);
    pause();
  }
  EXPECT_EQ(camera.Next()->head.stamp_s, 1.0);
  while (!camera.is_there()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(camera.Next()->head.stamp_s, 2.0);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  FakeCamera again(name_, facts);
  again.Push(0.5, 3);  // its clock begins anew
  const auto frame = camera.Next();
  ASSERT_TRUE(frame.has_value());
  EXPECT_GT(frame->head.stamp_s, 2.0);
  again.End();
  EXPECT_FALSE(camera.Next().has_value());
}

TEST_F(LiveTest, ACameraThatComesBackAsAnotherEndsTheRunInWords) {
  LiveCamera camera(name_, Never());
  {
    FakeCamera fake(name_, FactsOf(kCamera, 8, 6));
    fake.Push(1.0, 1);
    EXPECT_TRUE(camera.Next().has_value());
  }
  FakeCamera other(name_, FactsOf({4, 3, 5.0, 5.0, 1.5, 1.0}, 4, 3));
  other.Push(2.0, 1);
  EXPECT_THAT(ErrorOf([&] { camera.Next(); }), HasSubstr("found colours of 4x3, depth of 4x3"));
}

TEST_F(LiveTest, WaitingEndsWhenItIsStopped) {
  LiveCamera camera(name_, Never());
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    camera.Stop();
  });
  EXPECT_FALSE(camera.Facts().has_value());
}

}  // namespace
}  // namespace isogs
