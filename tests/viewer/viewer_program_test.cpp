// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The viewer as a user without a screen starts it. Skipped where there is no Xvfb.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <thread>

#include "run/params_file.h"
#include "shared/formats/mesh_file.h"
#include "shared/image/image_io.h"
#include "tests/run/random_params.h"
#include "tests/shared/ipc/ipc_fixture.h"
#include "tests/shared/run_command.h"
#include "tests/shared/special_files.h"
#include "tests/shared/test_meshes.h"
#include "tests/viewer/published_run.h"
#include "tests/viewer/two_colored_room.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ViewerProgram : public IpcTest {
 protected:
  void SetUp() override {
    if (RunCommand("command -v Xvfb").code != 0) GTEST_SKIP() << "no Xvfb";
    unsetenv("DISPLAY");
  }

  static Config SmallPictures() {
    Config config;
    config.viewer.width = 320;
    config.viewer.height = 240;
    config.viewer.picture_interval_s = 0.2;
    config.viewer.follow_distance_m = 0.0;
    return config;
  }

  /// The viewer in the background: "$!" of it stands in the file PID.
  void StartViewer() {
    std::system(("env ISOGS_TEST=1 " + ProgramFolder() + "/viewer " + run().string() + " --headless > " +
                 Log() + " 2>&1 & echo $! > " + Log() + ".pid")
                    .c_str());
    std::ifstream(Log() + ".pid") >> viewer_;
  }
  bool ViewerIsAlive() const {
    std::ifstream stat("/proc/" + std::to_string(viewer_) + "/stat");
    std::string process, name, state;
    return static_cast<bool>(stat >> process >> name >> state) && state != "Z";
  }
  static bool WaitUntil(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(240);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return true;
  }
  std::string Log() const { return (outside_ / "viewer.log").string(); }
  fs::path Picture(const std::string& name) const { return run() / "pictures" / name; }

  TemporaryFolder outside_;
  pid_t viewer_ = 0;
};

TEST_F(ViewerProgram, HeadlessWritesPicturesThatShowTheMesh) {
  StartViewer();  // before there is a run
  PublishedRun published(run(), {320, 240, 200, 200, 159.5, 119.5}, 2, SmallPictures());
  published.PublishFrame(RoomsMiddle());
  published.PublishMesh(TwoColoredRoom());
  ASSERT_TRUE(WaitUntil([&] { return fs::exists(Picture("live_000000.png")); })) << Log();
  published.PublishFrame(RoomsMiddle());
  ASSERT_TRUE(WaitUntil([&] { return fs::exists(Picture("live_000001.png")); })) << Log();
  fs::remove(Picture("live_000001.png"));
  kill(viewer_, SIGTERM);
  ASSERT_TRUE(WaitUntil([&] { return !ViewerIsAlive(); }));
  ASSERT_TRUE(fs::exists(Picture("live_000001.png"))) << "the last picture comes with the end";
  const Image<uint8_t> picture = ReadColorImage(Picture("live_000001.png")).pixels;
  EXPECT_EQ(picture.width(), 320);
  EXPECT_EQ(picture.height(), 240);
  EXPECT_GT(ShareOf(picture, kRed), 0.2);
  EXPECT_GT(ShareOf(picture, kBlue), 0.2);
}

TEST_F(ViewerProgram, SaysInOneLineWhatIsMissing) {
  const auto expect_usage_error = [](const std::string& command, const std::string& names) {
    const CommandOutcome outcome = RunCommand(command);
    EXPECT_EQ(outcome.code, 2) << outcome.output;
    EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr(names));
  };
  const std::string viewer = ProgramFolder() + "/viewer ";
  expect_usage_error(viewer + run().string(), "DISPLAY");
  expect_usage_error("DISPLAY=:4711 " + viewer + run().string(), ":4711");
  expect_usage_error("PATH=/none " + viewer + run().string() + " --headless", "xvfb");
  expect_usage_error(viewer + run().string() + " --evry 3", "--every");
  expect_usage_error(ProgramFolder() + "/view /none", "/none");
}

TEST_F(ViewerProgram, PipesWhereFilesAreExpectedKeepNobodyWaiting) {
  WriteParams(run() / "params.npz", MakeParams(5, 4));
  const auto expect_refused = [&](const std::string& arguments, const std::string& name) {
    MakePipe(run() / name);
    const CommandOutcome outcome = RunCommand("timeout 60 " + ProgramFolder() + "/" + arguments);
    const std::string line = (run() / name).string() + ": a pipe, expected a file\n";
    EXPECT_THAT(outcome.code, testing::AnyOf(1, 2)) << outcome.output;
    EXPECT_THAT(outcome.output, testing::EndsWith(line)) << arguments;
    fs::remove(run() / name);
  };
  const std::string view = "view " + run().string() + " --picture " + (outside_ / "view.png").string();
  expect_refused(view, "mesh.ply");
  expect_refused(view, "config.yaml");
  expect_refused("viewer " + run().string() + " --headless", "config.yaml");
  expect_refused("viewer " + run().string() + " --headless", ".lock.slam");
}

TEST_F(ViewerProgram, PicturesStayInTheRunDirectory) {
  PublishedRun published(run(), {320, 240, 200, 200, 159.5, 119.5}, 2, SmallPictures());
  fs::create_directory_symlink(outside_.path(), run() / "pictures");
  const CommandOutcome outcome =
      RunCommand("timeout 60 " + ProgramFolder() + "/viewer " + run().string() + " --headless");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("/pictures: a symbolic link, expected a folder\n"));
  EXPECT_TRUE(fs::is_empty(outside_.path()));
}

}  // namespace
}  // namespace isogs
