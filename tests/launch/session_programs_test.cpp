// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/channel_layout.h"
#include "tests/shared/ipc/ipc_fixture.h"
#include "tests/shared/ipc/test_values.h"
#include "tests/shared/run_command.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// `isogs status` and `isogs clean` on a run directory of the test's own. `isogs clean` without a folder
/// would remove what other tests, running beside, need: here it only lists.
class SessionProgramsTest : public IpcTest {
 protected:
  std::string Folder() const { return run().string(); }

  /// A writer that dies without removing anything.
  void LeaveDeadSession() {
    const pid_t child = StartChild([&] {
      const RoleLock lock = RoleLock::Acquire(run(), Role::kSlam);
      Publisher<Status> status(lock);
      status.Publish(TestStatus());
      _exit(0);
    });
    ASSERT_EQ(WaitFor(child), 0);
  }
};

TEST_F(SessionProgramsTest, StatusShowsARunningSession) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kSlam);
  Publisher<Status> publisher(lock);
  publisher.Publish(TestStatus());
  const CommandOutcome text = RunIsogs("status " + Folder());
  EXPECT_EQ(text.code, 0);
  EXPECT_THAT(text.output,
              AllOf(HasSubstr(Folder() + ": running\n"), HasSubstr("17 of 60, 0 lost; the last: uncertain"),
                    HasSubstr("slam " + std::to_string(getpid())), HasSubstr("147517 Gaussians")));
  const CommandOutcome line = RunIsogs("status --json " + Folder());
  EXPECT_EQ(line.code, 0);
  const auto json = nlohmann::json::parse(line.output);
  EXPECT_EQ(json["state"], "running");
  EXPECT_EQ(json["frames_done"], 17);
  EXPECT_EQ(json["tracking"], "uncertain");
  EXPECT_EQ(json["camera"]["fx"], 300.5);
  EXPECT_EQ(json["camera_from_map"].size(), 3u);
  EXPECT_EQ(json["processes"]["slam"], getpid());
}

TEST_F(SessionProgramsTest, StatusSaysNothingOfFiguresBeforeThereAreAny) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kSlam);
  Publisher<Status> publisher(lock);
  publisher.Publish(Status());
  EXPECT_THAT(RunIsogs("status " + Folder()).output, Not(HasSubstr("PSNR")));
  EXPECT_TRUE(nlohmann::json::parse(RunIsogs("status --json " + Folder()).output)["psnr_db"].is_null());
  publisher.Publish(TestStatus());
  EXPECT_THAT(RunIsogs("status " + Folder()).output, HasSubstr("PSNR"));
}

TEST_F(SessionProgramsTest, StatusTellsADeadRunFromOneThatIsNotThere) {
  LeaveDeadSession();
  EXPECT_THAT(RunIsogs("status " + Folder()).output, AllOf(HasSubstr(": died\n"), HasSubstr("17 of 60")));
  EXPECT_EQ(RunIsogs("clean " + Folder()).code, 0);
  const CommandOutcome none = RunIsogs("status " + Folder());
  EXPECT_EQ(none.code, 1);
  EXPECT_EQ(none.output, "status: " + Folder() +
                             ": no SLAM process is running there and no run has ended there, expected one\n");
  EXPECT_EQ(RunIsogs("status " + Folder() + "/none").code, 2);
}

TEST_F(SessionProgramsTest, StatusReportsARunThatHasEnded) {
  Params params;
  params.camera = {80, 60, 75.0, 75.0, 39.5, 29.5};
  params.map.Resize(11);
  for (size_t i = 0; i < params.map.size(); ++i) params.map.rotations[4 * i] = 1.0f;
  params.frames.resize(5);
  for (size_t i = 0; i < params.frames.size(); ++i) params.frames[i].dataset_index = static_cast<int64_t>(i);
  params.frames[3].state = TrackingState::kLost;
  params.keyframes = {0, 4};
  WriteParams(run() / "params.npz", params);
  const CommandOutcome text = RunIsogs("status " + Folder());
  EXPECT_EQ(text.code, 0);
  EXPECT_THAT(text.output, AllOf(HasSubstr(Folder() + ": ended\n"), HasSubstr("5, 1 lost"),
                                 HasSubstr("11 Gaussians"), HasSubstr("ended       20")));
  const CommandOutcome line = RunIsogs("status --json " + Folder());
  EXPECT_EQ(line.code, 0);
  const auto json = nlohmann::json::parse(line.output);
  EXPECT_EQ(json["state"], "ended");
  EXPECT_EQ(json["frames_done"], 5);
  EXPECT_EQ(json["lost_frames"], 1);
  EXPECT_EQ(json["gaussians"], 11);
  EXPECT_GT(json["ended_unix_s"], 1e9);
  const std::string watch = "timeout -s KILL 1 " + ProgramFolder() + "/isogs status --watch " + Folder();
  EXPECT_THAT(RunCommand(watch).output, HasSubstr(": ended\n")) << "while it waits for the next";
  std::filesystem::rename(run() / "params.npz", run() / CheckpointName(4));
  EXPECT_THAT(RunIsogs("status " + Folder()).output, AllOf(HasSubstr(": killed\n"), HasSubstr("5, 1 lost")));
}

TEST_F(SessionProgramsTest, AWatchOnATerminalIsDrawnInItsPlace) {
  const pid_t child = StartChild([&] {
    const RoleLock lock = RoleLock::Acquire(run(), Role::kSlam);
    Publisher<Status> publisher(lock);
    publisher.Publish(TestStatus());
    std::this_thread::sleep_for(std::chrono::milliseconds(2000));
  });
  const CommandOutcome outcome =
      RunCommand("script -qec '" + ProgramFolder() + "/isogs status --watch " + Folder() + "' /dev/null");
  EXPECT_EQ(WaitFor(child), 0);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("A\033[J"), Not(HasSubstr("\033[H"))));
}

TEST_F(SessionProgramsTest, ASessionHasItsNameBeforeItsFolderIsThere) {
  const std::filesystem::path source = std::filesystem::current_path();
  std::filesystem::current_path(run());
  const std::string before = SessionName("later"), deep_before = SessionName("a/later/");
  std::filesystem::create_directories("a/later");
  std::filesystem::create_directory("later");
  EXPECT_EQ(SessionName("later"), before);
  EXPECT_EQ(SessionName("a/later"), deep_before);
  EXPECT_EQ(SessionName(run() / "later"), before);
  std::filesystem::current_path(source);
}

TEST_F(SessionProgramsTest, StatusWatchesUntilTheRunEnds) {
  const pid_t child = StartChild([&] {
    const RoleLock lock = RoleLock::Acquire(run(), Role::kSlam);
    Publisher<Status> publisher(lock);
    Status status = TestStatus();
    for (int i = 0; i < 10; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      ++status.frames_done;
      publisher.Publish(status);
    }
    status.state = RunState::kFinished;
    publisher.Publish(status);
  });
  const CommandOutcome outcome = RunIsogs("status --json --watch " + Folder());
  EXPECT_EQ(WaitFor(child), 0);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_GT(std::ranges::count(outcome.output, '\n'), 3);
}

TEST_F(SessionProgramsTest, CleanRemovesWhatDeadSessionsLeftAndNothingElse) {
  LeaveDeadSession();
  const RoleLock lock = RoleLock::Acquire(run(), Role::kMesher);
  Publisher<LiveMesh> publisher(lock);
  publisher.Publish(TestMesh());
  const std::string list = RunIsogs("clean --list " + Folder()).output;
  EXPECT_THAT(list, AllOf(HasSubstr(Name(Channel::kStatus) + " "),
                          HasSubstr("left by a dead process (" + Folder() + ")"),
                          HasSubstr("in use: process " + std::to_string(getpid()) + " is its mesher")));
  EXPECT_EQ(Segments().size(), 4u);
  const std::string cleaned = RunIsogs("clean " + Folder()).output;
  EXPECT_THAT(cleaned, AllOf(HasSubstr("removed"), HasSubstr("in use")));
  EXPECT_THAT(Segments(), ElementsAre(Name(Channel::kMesh), Name(Channel::kMesh, 1)));
}

TEST_F(SessionProgramsTest, CleanFindsTheSessionOfAFolderThatIsGone) {
  LeaveDeadSession();
  std::filesystem::remove_all(run());
  EXPECT_THAT(RunIsogs("clean --list").output, HasSubstr("left by a dead process (" + Folder() + ")"));
  EXPECT_THAT(RunIsogs("clean " + Folder()).output, HasSubstr("removed (" + Folder() + ")"));
  EXPECT_THAT(Segments(), IsEmpty());
}

/// A run of another IsoGS may go on beside this one.
TEST_F(SessionProgramsTest, CleanLeavesARunOfAnotherVersion) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kSlam);
  Publisher<Status> publisher(lock);
  publisher.Publish(TestStatus());
  const std::string path = "/dev/shm/" + Name(Channel::kStatus);
  {
    std::fstream control(path, std::ios::in | std::ios::out | std::ios::binary);
    const uint64_t version = 1;
    control.seekp(offsetof(ControlBlock, layout_version));
    control.write(reinterpret_cast<const char*>(&version), sizeof version);
  }
  std::string entry;
  std::istringstream list(RunIsogs("clean --list").output);
  for (std::string line; std::getline(list, line);) {
    if (line.find(Name(Channel::kStatus) + " ") != std::string::npos) entry = line;
  }
  EXPECT_THAT(entry, HasSubstr("in use: process " + std::to_string(getpid()) + " is its slam"));
}

TEST_F(SessionProgramsTest, CleanLeavesWhatIsJustBeingMade) {
  const std::string path = "/dev/shm/" + Name(Channel::kStatus);
  std::ofstream(path) << "";
  chmod(path.c_str(), 0600);
  EXPECT_THAT(RunIsogs("clean --list").output, HasSubstr("in use: made a moment ago"));
}

TEST_F(SessionProgramsTest, CleanRemovesDataWithoutTheirControlSegment) {
  LeaveDeadSession();
  RemoveSegment(Name(Channel::kStatus));
  EXPECT_THAT(RunIsogs("clean " + Folder()).output, HasSubstr("removed"));  // named, its lock can be asked
  EXPECT_THAT(Segments(), IsEmpty());
}

}  // namespace
}  // namespace isogs
