// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// isogs slam --live: frames of a camera that is pushed by this process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "datasets/dataset.h"
#include "datasets/live/live_images.h"
#include "run/run_directory.h"
#include "shared/image/codecs.h"
#include "shared/image/image_io.h"
#include "shared/io/file.h"
#include "tests/datasets/live/fake_camera.h"
#include "tests/shared/ipc/ipc_fixture.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr int kFrames = 12;

/// The sample's frames, pushed on a thread of their own.
class SampleCamera {
 public:
  SampleCamera(const std::string& name, std::chrono::milliseconds period, int frames = kFrames)
      : fake_(name, Facts(), 64), thread_([this, period, frames](const std::stop_token& stop) {
          for (int i = 0; i < frames && !stop.stop_requested(); ++i) {
            Push(i);
            std::this_thread::sleep_for(period);
          }
          fake_.End();
        }) {}

 private:
  static fs::path File(const char* kind, int i, const char* suffix) {
    char name[32];
    std::snprintf(name, sizeof(name), "%s%06d%s", kind, i, suffix);
    return fs::path("datasets/sample/results") / name;
  }
  static CameraFacts Facts() {
    DatasetConfig config;
    config.path = "datasets/sample";
    CameraFacts facts = FactsOf(OpenDataset(config)->camera(), 0, 0);
    const ImageShape depth = ReadImageShape(File("depth", 0, ".png"));
    facts.depth_width = depth.width, facts.depth_height = depth.height;
    facts.color_format = ColorFormat::kJpeg;
    facts.depth_scale = 6553.5;
    return facts;
  }
  void Push(int i) {
    const std::string color = ReadWholeFile(File("frame", i, ".jpg"));
    const Image<uint16_t> depth = ReadGray16Png(File("depth", i, ".png"));
    fake_.PushBytes(i / 30.0, std::as_bytes(std::span(color)), std::as_bytes(std::span(depth.values())));
  }

  FakeCamera fake_;
  std::jthread thread_;
};

class LiveRun : public testing::Test {
 protected:
  std::string Live(const std::string& run, const std::string& more) const {
    return SmallRun(folder_ / run, "--live " + name_ + " " + more);
  }

  TemporaryFolder folder_;
  const std::string name_ = CameraName("live-run");
};

TEST_F(LiveRun, IsRepeatedToTheBitFromItsRecording) {
  CommandOutcome live;
  {
    SampleCamera camera(name_, std::chrono::milliseconds(5));
    live = RunIsogs(Live("live", "--record " + (folder_ / "frames").string() + " --set run.pacing=all"));
  }
  ASSERT_EQ(live.code, 0) << live.output;
  EXPECT_THAT(FramesOf(folder_ / "live/metrics.jsonl"), FirstFrames(kFrames));
  const CommandOutcome again = RunIsogs("slam " + (folder_ / "live/config.yaml").string() + " --output " +
                                        (folder_ / "again").string());
  ASSERT_EQ(again.code, 0) << again.output;
  for (const char* file : {"params.npz", "trajectory.txt", "trajectory_online.txt"})
    EXPECT_TRUE(ReadWholeFile(folder_ / "live" / file) == ReadWholeFile(folder_ / "again" / file)) << file;
  const CommandOutcome evaluated = RunIsogs("evaluate " + (folder_ / "live").string());
  EXPECT_EQ(evaluated.code, 0) << evaluated.output;
}

TEST_F(LiveRun, KeepsUpInRealtimeAndSaysHow) {
  CommandOutcome live;
  {
    SampleCamera camera(name_, std::chrono::milliseconds(20));
    live = RunIsogs(Live("live", ""));
  }
  ASSERT_EQ(live.code, 0) << live.output;
  EXPECT_THAT(live.output, HasSubstr("lag "));
  EXPECT_THAT(live.output, HasSubstr("its frames are not kept"));
  const auto timing = nlohmann::json::parse(ReadWholeFile(folder_ / "live/timing.json"));
  EXPECT_GT(timing["latency_median_ms"], 0.0);
  EXPECT_TRUE(timing.contains("dropped_frames"));
  EXPECT_TRUE(CheckpointFrames(folder_ / "live").empty());  // nothing to go on from
  const CommandOutcome again = RunIsogs(Live("live", "--frames 3 & sleep 0.3; kill -INT $!; wait $!"));
  EXPECT_EQ(again.code, 0) << again.output;
  EXPECT_THAT(again.output, HasSubstr("before the camera's first frame"));
  EXPECT_TRUE(fs::exists(folder_ / "live/params.npz"));  // a wait changes nothing
}

TEST_F(LiveRun, GoesOnFromItsRecordingAfterAKill) {
  const std::string record = "--record " + (folder_ / "frames").string() + " --set run.pacing=all";
  const fs::path run = folder_ / "live";
  {
    SampleCamera camera(name_, std::chrono::milliseconds(60));
    const pid_t slam = StartCommand(ProgramFolder() + "/" + Live("live", record), folder_ / "out.txt");
    while (CheckpointFrames(run).empty()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    kill(slam, SIGKILL);
    WaitFor(slam);
    const CommandOutcome again = RunIsogs(Live("live", record));
    ASSERT_EQ(again.code, 0) << again.output;
    EXPECT_THAT(again.output, HasSubstr("going on from"));
  }
  const std::vector<int64_t> frames = FramesOf(run / "metrics.jsonl");
  EXPECT_THAT(frames, FirstFrames(static_cast<int64_t>(frames.size())));
  DatasetConfig config;
  config.path = (folder_ / "frames").string();
  EXPECT_EQ(OpenDataset(config)->frame_count(), static_cast<int64_t>(frames.size()));
}

TEST_F(LiveRun, EndsWithWhatWasAskedFor) {
  SampleCamera camera(name_, std::chrono::milliseconds(5), 200);
  const CommandOutcome live = RunIsogs(Live("live", "--frames 5"));
  EXPECT_EQ(live.code, 0) << live.output;
  EXPECT_THAT(FramesOf(folder_ / "live/metrics.jsonl"), FirstFrames(5));
}

TEST_F(LiveRun, WrongOptionsAreOneLine) {
  const auto fails = [&](const std::string& arguments, const std::string& with) {
    const CommandOutcome outcome = RunIsogs(arguments);
    EXPECT_EQ(outcome.code, 2) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr(with));
  };
  fails(SmallRun(folder_ / "a", "--live a/b"), "name of a camera: found 'a/b'");
  fails(SmallRun(folder_ / "a", "--record x"), "--live");
  fails(SmallRun(folder_ / "a", "--live a --dataset x"), "--dataset");
  fails(SmallRun(folder_ / "a", "--live a --stride 2"), "a live camera has no frames to leave out");
  EXPECT_FALSE(fs::exists(folder_ / "a"));
}

}  // namespace
}  // namespace isogs
