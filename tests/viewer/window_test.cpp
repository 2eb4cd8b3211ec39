// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Windows as a user has them, on an X server of the test's own. Skipped where there is no Xvfb or xdotool.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <optional>
#include <string>

#include "run/run_directory.h"
#include "shared/image/image_io.h"
#include "shared/ipc/role_lock.h"
#include "tests/shared/ipc/ipc_fixture.h"
#include "tests/shared/on_terminal.h"
#include "tests/shared/processes.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/viewer/published_run.h"
#include "tests/viewer/two_colored_room.h"
#include "viewer/window/virtual_display.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

bool IsInstalled(const std::string& program) { return RunCommand("command -v " + program).code == 0; }

class WindowTest : public IpcTest {
 protected:
  void SetUp() override {
    for (const std::string program : {"Xvfb", "xdotool"}) {
      if (!IsInstalled(program)) GTEST_SKIP() << "no " << program;
    }
    display_.emplace();
  }

  /// Waits for a window on the run; empty if none comes.
  std::string Window() const {
    const std::string find =
        "timeout 60 xdotool search --sync --onlyvisible --name 'IsoGS: " + run().string();
    const CommandOutcome found = RunCommand(find + "'");
    return found.code == 0 ? found.output.substr(0, found.output.find('\n')) : "";
  }
  /// Types `keys`, as xdotool names them, with the pointer on that window.
  static void Type(const std::string& window, const std::string& keys) {
    RunCommand("xdotool mousemove --window " + window + " 20 20 key " + keys);
  }
  std::string Log() const { return (outside_ / "log").string(); }
  pid_t StartViewer() const { return StartCommand(ProgramFolder() + "/viewer " + run().string(), Log()); }
  /// What the window shows, by its screenshot key; `count`: how often it was asked before.
  Image<uint8_t> Screenshot(const std::string& window, int count) const {
    Type(window, "s");
    const std::string number = count == 0 ? "" : "_" + std::to_string(count + 1);
    const std::string name = "screenshot_000000" + number + ".png";
    const fs::path file = RunDirectory(run()).pictures() / name;
    EXPECT_TRUE(Eventually([&] { return ReadText(Log()).find(name) != std::string::npos; })) << name;
    return ReadColorImage(file).pixels;
  }
  bool IsHeld(Role role) const { return FindRoleHolder(run(), role).has_value(); }

  static Config SmallWindow() {
    Config config;
    config.viewer.width = 320;
    config.viewer.height = 240;
    return config;
  }
  /// `isogs run` with a window, for a second or two.
  std::string Run(const std::string& more) const {
    const std::string slam = SmallRun(run(), "--set viewer.width=320 --set viewer.height=240 " + more);
    return ProgramFolder() + "/run" + slam.substr(slam.find(' '));
  }

  std::optional<VirtualDisplay> display_;
  TemporaryFolder outside_;
};

TEST_F(WindowTest, AKeyEndsTheViewer) {
  PublishedRun published(run(), {320, 240, 200, 200, 159.5, 119.5}, 2, SmallWindow());
  published.PublishFrame(Pose::Identity());
  for (const std::string keys : {"q", "q q", "Escape"}) {
    const pid_t viewer = StartViewer();
    const std::string window = Window();
    ASSERT_THAT(window, Not(IsEmpty())) << ReadText(Log());
    Type(window, keys);
    EXPECT_EQ(WaitFor(viewer), 0) << keys << "\n" << ReadText(Log());
  }
}

TEST_F(WindowTest, KeysChangeWhatItShows) {
  Config config = SmallWindow();
  config.viewer.follow_distance_m = 0.0;
  PublishedRun published(run(), {320, 240, 200, 200, 159.5, 119.5}, 2, config);
  published.PublishFrame(RoomsMiddle());
  published.PublishMesh(TwoColoredRoom());
  const pid_t viewer = StartViewer();
  const std::string window = Window();
  ASSERT_THAT(window, Not(IsEmpty())) << ReadText(Log());
  int count = 0;
  ASSERT_TRUE(Eventually([&] { return ShareOf(Screenshot(window, count++), kRed) > 0.2; }));
  Type(window, "2");
  const Image<uint8_t> shaded = Screenshot(window, count++);
  EXPECT_EQ(ShareOf(shaded, kRed), 0.0);
  EXPECT_EQ(ShareOf(shaded, kBlue), 0.0);
  Type(window, "1 h");
  const Image<uint8_t> with_keys = Screenshot(window, count++);
  EXPECT_GT(ShareOf(with_keys, kBlue), 0.01);  // the list covers the rest
  Type(window, "h");
  EXPECT_GT(ShareOf(Screenshot(window, count++), kRed), ShareOf(with_keys, kRed));
  kill(viewer, SIGTERM);
  EXPECT_EQ(WaitFor(viewer), 0);
}

TEST_F(WindowTest, AWindowManagerEndsTheViewer) {
  if (!IsInstalled("openbox")) GTEST_SKIP() << "no openbox";
  const pid_t manager = StartCommand("openbox", outside_ / "openbox");
  PublishedRun published(run(), {320, 240, 200, 200, 159.5, 119.5}, 2, SmallWindow());
  const pid_t viewer = StartViewer();
  const std::string window = Window();
  ASSERT_THAT(window, Not(IsEmpty())) << ReadText(Log());
  // Openbox may not yet listen to keys, nor know of the window.
  int status = -1;
  EXPECT_TRUE(Eventually([&] {
    RunCommand("timeout 5 xdotool windowactivate --sync " + window + " key alt+F4");
    return waitpid(viewer, &status, WNOHANG) == viewer;
  })) << ReadText(Log());
  EXPECT_EQ(status, 0) << ReadText(Log());
  kill(manager, SIGTERM);
  WaitFor(manager);
}

TEST_F(WindowTest, SlamGoesOnWithoutItsWindow) {
  const pid_t running = StartCommand(Run("--frames 60 --set mapping.iterations=100"), Log());
  const std::string window = Window();
  ASSERT_THAT(window, Not(IsEmpty())) << ReadText(Log());
  const std::optional<RoleHolder> slam = FindRoleHolder(run(), Role::kSlam);
  ASSERT_TRUE(slam) << "done too early for this test\n" << ReadText(Log());
  kill(slam->process_id, SIGSTOP);  // so that it outlives its window on any machine
  Type(window, "q");
  const std::string said = "isogs viewer " + run().string() + " starts it again\n";
  EXPECT_TRUE(Eventually([&] { return ReadText(Log()).find(said) != std::string::npos; })) << ReadText(Log());
  kill(slam->process_id, SIGCONT);
  EXPECT_EQ(WaitFor(running), 0) << ReadText(Log());
  EXPECT_EQ(FramesOf(RunDirectory(run()).metrics()), FirstFrames(60));
}

TEST_F(WindowTest, OnATerminalItStaysAfterTheRun) {
  OnTerminal terminal(Run("--frames 5"));
  ASSERT_TRUE(Eventually([&] {
    terminal.ReadOutput();
    return terminal.output().find("the window stays") != std::string::npos;
  })) << terminal.output();
  EXPECT_THAT(terminal.output(), HasSubstr("next: isogs evaluate " + run().string()));
  EXPECT_FALSE(IsHeld(Role::kSlam));
  EXPECT_FALSE(IsHeld(Role::kMesher));
  const std::string window = Window();
  ASSERT_THAT(window, Not(IsEmpty())) << terminal.output();
  Type(window, "q");
  int status = -1;
  EXPECT_TRUE(terminal.Ends(&status));
  EXPECT_EQ(status, 0) << terminal.output();
  EXPECT_THAT(ProcessesCalledWith(run().string()), IsEmpty());

  const pid_t view = StartCommand(ProgramFolder() + "/view " + run().string(), Log());
  Type(Window(), "q");
  EXPECT_EQ(WaitFor(view), 0) << ReadText(Log());
}

TEST_F(WindowTest, WithExitItEndsWithTheRun) {
  OnTerminal terminal(Run("--frames 5 --exit"));
  int status = -1;
  EXPECT_TRUE(terminal.Ends(&status));
  EXPECT_EQ(status, 0) << terminal.output();
}

}  // namespace
}  // namespace isogs
