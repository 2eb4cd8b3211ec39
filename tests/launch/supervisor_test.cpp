// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The supervisor with shell scripts in the parts of SLAM, mesher and viewer.
#include "launch/supervisor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>

#include "launch/next_steps.h"
#include "shared/log/log.h"
#include "tests/shared/processes.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

bool IsAlive(pid_t process) { return kill(process, 0) == 0; }

/// Scripts write a line to `journal` for what happens to them.
class SupervisorTest : public testing::Test {
 protected:
  fs::path Script(const std::string& name, const std::string& body) {
    const fs::path path = folder_ / name;
    std::ofstream(path) << "#!/bin/bash\nrun='" << folder_.path().string()
                        << "'\nsay() { echo \"$*\" >> \"$run/journal\"; }\n"
                        << body << "\n";
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }

  /// A program that runs until it is asked to end.
  static std::string UntilAsked(const std::string& name) {
    return "trap 'say " + name + " saves; exit 0' TERM; say " + name + " starts; echo $$ > \"$run/" + name +
           ".pid\"; while true; do sleep 0.02; done";
  }

  SupervisorPlan Plan(const std::string& slam) {
    SupervisorPlan plan;
    plan.run_directory = folder_.path();
    plan.slam = {"slam", Script("slam", slam), {"first"}};
    plan.slam_restart_arguments = {"again"};
    return plan;
  }

  void AddHelper(SupervisorPlan& plan, const std::string& name, const std::string& body) {
    plan.helpers.push_back({name, Script(name, body), {}});
  }

  /// A SLAM process that ends with `code` when its window is there, which runs until it is closed, or asked
  /// to end.
  SupervisorPlan PlanWithWindow(int code) {
    SupervisorPlan plan =
        Plan("while ! [ -s \"$run/viewer.pid\" ]; do sleep 0.02; done; say slam ends; exit " +
             std::to_string(code));
    AddHelper(plan, "mesher", UntilAsked("mesher"));
    AddHelper(plan, "viewer",
              "trap 'say viewer saves; exit 0' TERM; echo $$ > \"$run/viewer.pid\"; "
              "while ! [ -e \"$run/close\" ]; do sleep 0.02; done; say closed");
    plan.helpers.back().is_window = true;
    plan.keeps_window = true;
    return plan;
  }

  /// Starts a supervisor as a process, because it takes signals for itself.
  pid_t Start(const SupervisorPlan& plan) {
    const pid_t process = fork();
    if (process == 0) {
      spdlog::set_level(spdlog::level::off);
      _exit(Supervisor(plan).Run());
    }
    return process;
  }

  int CodeOf(pid_t process) {
    int status = 0;
    waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  int Run(const SupervisorPlan& plan) { return CodeOf(Start(plan)); }
  /// With its messages in `log`.
  int RunLogged(const SupervisorPlan& plan) {
    const pid_t process = fork();
    if (process == 0) {
      InitLogging({}, "run", folder_ / "log");
      _exit(Supervisor(plan).Run());
    }
    return CodeOf(process);
  }

  std::vector<std::string> Journal() const {
    std::ifstream file(folder_ / "journal");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }
  bool Happened(const std::string& line, int times = 1) const {
    return std::ranges::count(Journal(), line) >= times;
  }
  pid_t ProcessOf(const std::string& name) const {
    pid_t process = 0;
    std::ifstream(folder_ / (name + ".pid")) >> process;
    return process;
  }

  TemporaryFolder folder_;
};

TEST_F(SupervisorTest, EndsWithTheCodeOfSlamAfterTheOthersHaveSaved) {
  SupervisorPlan plan =
      Plan("say slam; while [ $(grep -c starts \"$run/journal\") -lt 2 ]; do sleep 0.02; done; exit 3");
  AddHelper(plan, "mesher", UntilAsked("mesher"));
  AddHelper(plan, "viewer", UntilAsked("viewer"));
  EXPECT_EQ(Run(plan), 3);
  const std::vector<std::string> journal = Journal();
  ASSERT_EQ(journal.size(), 5u);
  EXPECT_THAT((std::vector<std::string>{journal[3], journal[4]}),
              ElementsAre("mesher saves", "viewer saves"));
  EXPECT_FALSE(IsAlive(ProcessOf("mesher")));
  EXPECT_FALSE(IsAlive(ProcessOf("viewer")));
}

TEST_F(SupervisorTest, SlamGoesOnAfterACrash) {
  const SupervisorPlan plan = Plan("say slam $1; [ \"$1\" = again ] || kill -9 $$; exit 0");
  EXPECT_EQ(Run(plan), 0);
  EXPECT_THAT(Journal(), ElementsAre("slam first", "slam again"));
}

TEST_F(SupervisorTest, ThreeCrashesWithoutACheckpointEndTheRun) {
  EXPECT_EQ(Run(Plan("say slam; kill -9 $$")), 128 + SIGKILL);
  EXPECT_EQ(Journal().size(), 3u);
}

TEST_F(SupervisorTest, CheckpointsBetweenCrashesCountAsProgress) {
  SupervisorPlan plan = Plan(
      "say slam; n=$(wc -l < \"$run/journal\"); touch \"$run/params00000$n.npz\"; "
      "[ $n -lt 6 ] && kill -9 $$; exit 0");
  EXPECT_EQ(Run(plan), 0);
  EXPECT_EQ(Journal().size(), 6u);
  fs::remove(folder_ / "journal");
  plan.max_restarts = 2;
  fs::remove(folder_ / "params000001.npz");
  EXPECT_EQ(Run(plan), 128 + SIGKILL);
  EXPECT_EQ(Journal().size(), 3u);
}

TEST_F(SupervisorTest, AFailureThatSlamReportsIsNotTriedAgain) {
  EXPECT_EQ(Run(Plan("say slam; exit 1")), 1);
  EXPECT_EQ(Journal().size(), 1u);
}

TEST_F(SupervisorTest, AFallenHelperIsStartedAgain) {
  SupervisorPlan plan =
      Plan("say slam; while [ $(grep -c mesher \"$run/journal\") -lt 3 ]; do sleep 0.02; done");
  AddHelper(plan, "mesher", "say mesher; [ $(grep -c mesher \"$run/journal\") -ge 3 ] || kill -9 $$; exit 0");
  EXPECT_EQ(Run(plan), 0);
  EXPECT_TRUE(Happened("mesher", 3));
}

TEST_F(SupervisorTest, PausesBeforeRestartsGrow) {
  SupervisorPlan plan =
      Plan("say slam; while [ $(grep -c mesher \"$run/journal\") -lt 3 ]; do sleep 0.02; done");
  AddHelper(plan, "mesher", "say mesher; exit 1");
  EXPECT_EQ(RunLogged(plan), 0);
  const std::string log = ReadText(folder_ / "log");
  EXPECT_THAT(log, HasSubstr("mesher failed with code 1; starting it again in 500 ms"));
  EXPECT_THAT(log, HasSubstr("starting it again in 1000 ms"));
}

TEST_F(SupervisorTest, AHelperThatEndsByItselfStaysAway) {
  SupervisorPlan plan = Plan("sleep 1.5");
  AddHelper(plan, "viewer", "say closed; exit 0");
  AddHelper(plan, "mesher", "say unusable; exit 2");
  EXPECT_EQ(RunLogged(plan), 0);
  EXPECT_EQ(Journal().size(), 2u);
  const std::string run = folder_.path().string();
  EXPECT_THAT(ReadText(folder_ / "log"), HasSubstr("isogs viewer " + run + " starts it again\n"));
}

TEST_F(SupervisorTest, ARunThatIsDoneSaysWhatIsNext) {
  EXPECT_EQ(RunLogged(Plan("exit 0")), 0);
  const std::string run = folder_.path().string(), log = ReadText(folder_ / "log");
  for (const std::string program : {"evaluate", "view", "extract_mesh"}) {
    EXPECT_THAT(log, HasSubstr("next: isogs " + program + " " + run));
  }
}

TEST(ShellWord, IsOneWordWhateverThePath) {
  EXPECT_EQ(ShellWord("runs/room0.1"), "runs/room0.1");
  EXPECT_EQ(ShellWord("my runs/a"), "'my runs/a'");
  EXPECT_EQ(ShellWord("it's"), "'it'\\''s'");
}

TEST_F(SupervisorTest, AnInterruptAsksEveryoneToSave) {
  SupervisorPlan plan = Plan(UntilAsked("slam"));
  AddHelper(plan, "mesher", UntilAsked("mesher"));
  const pid_t supervisor = Start(plan);
  ASSERT_TRUE(Eventually([&] { return Happened("slam starts") && Happened("mesher starts"); }));
  kill(supervisor, SIGINT);
  EXPECT_EQ(CodeOf(supervisor), 0);
  EXPECT_TRUE(Happened("slam saves"));
  EXPECT_TRUE(Happened("mesher saves"));
}

TEST_F(SupervisorTest, ChildrenAreOutOfATerminalsReach) {
  SupervisorPlan plan = Plan(UntilAsked("slam"));
  const pid_t supervisor = Start(plan);
  ASSERT_TRUE(Eventually([&] { return ProcessOf("slam") != 0; }));
  EXPECT_EQ(getpgid(ProcessOf("slam")), ProcessOf("slam"));
  kill(supervisor, SIGTERM);
  CodeOf(supervisor);
}

TEST_F(SupervisorTest, ChildrenSaveAndEndWhenTheSupervisorIsKilled) {
  SupervisorPlan plan = Plan(UntilAsked("slam"));
  AddHelper(plan, "viewer", UntilAsked("viewer"));
  const pid_t supervisor = Start(plan);
  ASSERT_TRUE(Eventually([&] { return Happened("slam starts") && Happened("viewer starts"); }));
  kill(supervisor, SIGKILL);
  CodeOf(supervisor);
  EXPECT_TRUE(Eventually([&] { return Happened("slam saves") && Happened("viewer saves"); }));
}

TEST_F(SupervisorTest, AWindowStaysUntilItIsClosed) {
  const pid_t supervisor = Start(PlanWithWindow(0));
  ASSERT_TRUE(Eventually([&] { return Happened("slam ends") && Happened("mesher saves"); }));
  EXPECT_TRUE(IsAlive(supervisor));
  EXPECT_FALSE(Happened("viewer saves"));
  std::ofstream(folder_ / "close").flush();
  EXPECT_EQ(CodeOf(supervisor), 0);
  EXPECT_TRUE(Happened("closed"));
}

TEST_F(SupervisorTest, OneRequestEndsAWindowThatStays) {
  const pid_t supervisor = Start(PlanWithWindow(0));
  ASSERT_TRUE(Eventually([&] { return Happened("mesher saves"); }));
  kill(supervisor, SIGTERM);
  EXPECT_EQ(CodeOf(supervisor), 0);
  EXPECT_TRUE(Happened("viewer saves"));
}

TEST_F(SupervisorTest, AWindowEndsWithASlamProcessThatFails) {
  EXPECT_EQ(Run(PlanWithWindow(1)), 1);
  EXPECT_TRUE(Happened("viewer saves"));
}

TEST_F(SupervisorTest, AHelperThatDoesNotEndIsKilled) {
  SupervisorPlan plan = Plan("while ! [ -s \"$run/mesher.pid\" ]; do sleep 0.02; done");
  plan.finish_patience = std::chrono::milliseconds(300);
  AddHelper(plan, "mesher", "trap '' TERM; echo $$ > \"$run/mesher.pid\"; while true; do sleep 0.02; done");
  EXPECT_EQ(Run(plan), 0);
  EXPECT_FALSE(IsAlive(ProcessOf("mesher")));
}

TEST_F(SupervisorTest, AProgramThatIsMissingIsNamed) {
  EXPECT_THROW(ChildProcess("/nowhere/slam", {}), std::exception);
  try {
    ChildProcess("/nowhere/slam", {});
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("/nowhere/slam"));
  }
}

}  // namespace
}  // namespace isogs
