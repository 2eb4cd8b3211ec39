// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// `isogs run` and its programs, together and started by hand.
#include "tests/shared/processes.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <string>

#include "run/run_directory.h"
#include "shared/io/file.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/role_lock.h"
#include "shared/ipc/status.h"
#include "tests/shared/ipc/ipc_fixture.h"
#include "tests/shared/on_terminal.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ProcessesTest : public IpcTest {
 protected:
  /// Arguments of a run that takes some seconds, after the program's name.
  std::string Arguments(const std::filesystem::path& directory, const std::string& more = "") const {
    const std::string slam =
        SmallRun(directory, "--frames 60 --set mapping.every_frames=2 --set mapping.iterations=20 " + more);
    return slam.substr(slam.find(' '));
  }
  std::string Program(const std::string& name, const std::string& more = "") const {
    return ProgramFolder() + "/" + name + Arguments(run(), more);
  }

  bool IsHeld(Role role) const { return FindRoleHolder(run(), role).has_value(); }
  int64_t FramesDone() {
    if (auto received = statuses_.TakeLatest()) frames_done_ = received->value.frames_done;
    return frames_done_;
  }

  void ExpectNothingLeft() const {
    EXPECT_THAT(Segments(), IsEmpty());
    EXPECT_THAT(ProcessesCalledWith(run().string()), IsEmpty());
  }

  const RunDirectory directory_{run()};

 private:
  Subscriber<Status> statuses_{run()};
  int64_t frames_done_ = 0;
};

TEST_F(ProcessesTest, CtrlCReachesTheSupervisorAloneAndAllSave) {
  OnTerminal terminal(Program("run", "--no-viewer"));
  ASSERT_GT(terminal.process(), 0);
  ASSERT_TRUE(Eventually([&] {
    terminal.ReadOutput();
    return FramesDone() >= 8 && IsHeld(Role::kMesher);
  })) << terminal.output();
  EXPECT_EQ(terminal.foreground_group(), terminal.process());
  for (const Role role : {Role::kSlam, Role::kMesher}) {
    const pid_t child = FindRoleHolder(run(), role)->process_id;
    EXPECT_EQ(getpgid(child), child);
  }
  terminal.Type('\x03');
  int status = -1;
  ASSERT_TRUE(terminal.Ends(&status)) << terminal.output();
  EXPECT_EQ(status, 0) << terminal.output();
  EXPECT_THAT(terminal.output(), HasSubstr("INT: finishing and saving"));
  // By the supervisor's SIGTERM, not by the terminal's SIGINT.
  EXPECT_THAT(ReadText(directory_.log("slam")), HasSubstr("stopped by signal 15 after"));
  ExpectNothingLeft();

  EXPECT_TRUE(std::filesystem::exists(run() / "mesh.ply"));
  const auto frames = static_cast<int64_t>(FramesOf(directory_.metrics()).size());
  EXPECT_LT(frames, 60);
  EXPECT_TRUE(std::filesystem::exists(run() / CheckpointName(frames - 1)));
}

TEST_F(ProcessesTest, EndsWithWhatSlamAloneLeavesAndNothingElse) {
  const TemporaryFolder alone;
  ASSERT_EQ(RunCommand(ProgramFolder() + "/slam" + Arguments(alone.path())).code, 0);
  const pid_t running = StartCommand(Program("run", "--no-viewer"), run() / "output");
  ASSERT_TRUE(Eventually([&] { return IsHeld(Role::kSupervisor) && IsHeld(Role::kSlam); }));
  const CommandOutcome second = RunCommand(Program("run", "--no-viewer"));
  EXPECT_EQ(second.code, 2);
  EXPECT_THAT(second.output, HasSubstr("process " + std::to_string(running) + " is its supervisor already"));
  EXPECT_EQ(WaitFor(running), 0) << ReadText(run() / "output");
  ExpectNothingLeft();
  EXPECT_TRUE(ReadWholeFile(directory_.params()) == ReadWholeFile(RunDirectory(alone.path()).params()));
  EXPECT_TRUE(std::filesystem::exists(run() / "mesh.ply"));
}

TEST_F(ProcessesTest, SlamsFailureIsTheRuns) {
  const CommandOutcome outcome = RunCommand(Program("run", "--no-viewer --dataset /nowhere"));
  EXPECT_EQ(outcome.code, 2) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("/nowhere"));
  ExpectNothingLeft();
}

TEST_F(ProcessesTest, WithoutSharedMemorySlamRunsUnpublished) {
  if (RunCommand("unshare -m true").code != 0) GTEST_SKIP() << "may not mount";
  const TemporaryFolder alone;
  ASSERT_EQ(RunCommand(ProgramFolder() + "/slam" + Arguments(alone.path())).code, 0);
  for (const std::string size : {"4k", "100k"}) {  // not even a status; no map
    std::filesystem::remove_all(directory_.params());
    const CommandOutcome outcome =
        RunCommand("unshare -m sh -c 'mount -t tmpfs -o size=" + size + " tmpfs /dev/shm && " +
                   Program("run", "--no-viewer --fresh") + "'");
    EXPECT_EQ(outcome.code, 0) << outcome.output;
    EXPECT_TRUE(ReadWholeFile(directory_.params()) == ReadWholeFile(RunDirectory(alone.path()).params()));
    const std::string log = ReadText(directory_.log("slam"));
    EXPECT_THAT(log, HasSubstr("in /dev/shm, which is full"));
    for (const std::string what : {"no status will", "this map is not", "this preview is not"}) {
      EXPECT_EQ(log.find(what), log.rfind(what)) << log;  // not for each frame
    }
  }
}

TEST_F(ProcessesTest, AMesherSaysForWhomItWaits) {
  const std::string mesher = ProgramFolder() + "/mesher " + run().string();
  const std::filesystem::path early_output = run() / "early";
  const pid_t early = StartCommand(mesher, early_output);
  const std::string waiting = "[mesher] waiting for SLAM in " + run().string() + "\n";
  EXPECT_TRUE(Eventually([&] { return ReadText(early_output) == waiting; })) << ReadText(early_output);
  ASSERT_EQ(RunCommand(Program("slam")).code, 0);
  EXPECT_EQ(WaitFor(early), 0);
  EXPECT_THAT(ReadText(early_output), AllOf(HasSubstr("mesh.ply"), Not(HasSubstr("gone"))));

  const pid_t late = StartCommand(mesher, run() / "late");
  EXPECT_TRUE(Eventually([&] {
    return ReadText(run() / "late").starts_with("[mesher] SLAM has ended in " + run().string() + "; ");
  })) << ReadText(run() / "late");
  kill(late, SIGTERM);
  EXPECT_EQ(WaitFor(late), 0);
  ExpectNothingLeft();
}

TEST_F(ProcessesTest, AMesherSaysThatSlamIsGone) {
  const pid_t slam = StartCommand(Program("slam"), run() / "slam_output");
  const pid_t mesher = StartCommand(ProgramFolder() + "/mesher " + run().string(), run() / "output");
  ASSERT_TRUE(Eventually([&] { return FramesDone() >= 8; }));
  kill(slam, SIGKILL);
  WaitFor(slam);
  EXPECT_TRUE(Eventually([&] {
    return ReadText(run() / "output").find("SLAM is gone") != std::string::npos;
  })) << ReadText(run() / "output");
  ASSERT_EQ(RunCommand(Program("slam")).code, 0);  // goes on, and the mesher with it
  EXPECT_EQ(WaitFor(mesher), 0) << ReadText(run() / "output");
  EXPECT_THAT(ReadText(run() / "output"), HasSubstr("mesh.ply"));
  ExpectNothingLeft();
}

}  // namespace
}  // namespace isogs
