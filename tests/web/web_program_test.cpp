// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// `isogs web` beside runs.
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <regex>

#include "run/run_directory.h"
#include "shared/io/file.h"
#include "tests/shared/ipc/ipc_fixture.h"
#include "tests/shared/processes.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/web/page_probe.h"

namespace isogs::web {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

constexpr const char* kWantAll = R"({"type":"want","mesh":true,"splats":true,"picture":true})";

class WebProgramTest : public IpcTest {
 protected:
  ~WebProgramTest() override {
    for (const pid_t process : started_) {
      kill(process, SIGKILL);
      WaitFor(process);
    }
  }

  pid_t Start(const std::string& command, const std::string& output) {
    started_.push_back(StartCommand(ProgramFolder() + "/" + command, run() / output));
    return started_.back();
  }
  pid_t StartSlam() {
    const std::string more = "--frames 60 --set mapping.every_frames=2 --set mapping.iterations=20";
    return Start(SmallRun(run(), more), "slam_output");
  }
  /// The port that the server names.
  uint16_t StartWeb() {
    web_ = Start("web " + run().string() + " --port 0", "web_output");
    std::smatch found;
    std::string output;
    EXPECT_TRUE(Eventually([&] {
      output = ReadText(run() / "web_output");
      return output.find('\n') != std::string::npos;
    }));
    const bool is_url = std::regex_search(output, found, std::regex("http://127.0.0.1:([0-9]+)/\n"));
    EXPECT_TRUE(is_url) << output;
    return is_url ? static_cast<uint16_t>(std::stoi(found[1])) : uint16_t{0};
  }
  void Kill(pid_t process) {
    kill(process, SIGKILL);
    WaitFor(process);
    std::erase(started_, process);
  }
  int End(pid_t process, int signal) {
    kill(process, signal);
    std::erase(started_, process);
    return WaitFor(process);
  }

  pid_t web_ = 0;

 private:
  std::vector<pid_t> started_;
};

/// Something that a message may be.
using Sight = std::function<bool(const PageProbe::Message&)>;

/// A message of that type with that value at a JSON pointer, if there is one.
Sight Text(const std::string& type, const std::string& where = "", const Json& value = {}) {
  return [=](const PageProbe::Message& message) {
    if (message.is_binary) return false;
    const Json json = Json::parse(message.bytes);
    const Json::json_pointer place(where);
    return json["type"] == type && (where.empty() || (json.contains(place) && json[place] == value));
  };
}
Sight Status(const std::string& key, const Json& value) { return Text("status", "/" + key, value); }
Sight Binary(uint32_t kind) {
  return [=](const PageProbe::Message& message) { return message.kind() == kind; };
}

/// Reads on until all of these were seen, in any order; false where the minute ends first.
bool Sees(PageProbe* probe, std::vector<Sight> sights) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!sights.empty() && std::chrono::steady_clock::now() < deadline) {
    const auto message = probe->Receive();
    if (!message) return false;
    if (message->is_binary) probe->Acknowledge(*message);
    std::erase_if(sights, [&](const Sight& sight) { return sight(*message); });
  }
  return sights.empty();
}

/// The first message of that type.
Json First(PageProbe* probe, const std::string& type) {
  Json first;
  Sees(probe, {[&](const PageProbe::Message& message) {
         if (!Text(type)(message)) return false;
         first = Json::parse(message.bytes);
         return true;
       }});
  return first;
}

TEST_F(WebProgramTest, FollowsARunThatDiesGoesOnAndEnds) {
  PageProbe probe(StartWeb());
  const std::string live = "/run/live";
  ASSERT_TRUE(Sees(&probe, {Text("hello", live, true), Status("state", "waiting")}));
  ASSERT_TRUE(probe.Say(kWantAll));

  const pid_t mesher = Start("mesher " + run().string(), "mesher_output");
  const pid_t slam = StartSlam();
  ASSERT_TRUE(Sees(&probe, {Status("slam_alive", true), Status("state", "tracking"), Text("path"),
                            Text("frames"), Binary(1), Binary(2), Binary(3)}));
  Kill(slam);
  ASSERT_TRUE(Sees(&probe, {Status("slam_alive", false)}));
  const pid_t again = StartSlam();
  ASSERT_TRUE(Sees(&probe, {Status("slam_alive", true), Text("epoch"), Binary(1), Binary(2)}));
  ASSERT_TRUE(Sees(&probe, {Text("hello", live, false)}));
  ASSERT_TRUE(Sees(&probe, {Status("state", "ended"), Binary(1), Binary(2)}));
  EXPECT_EQ(WaitFor(again), 0);
  EXPECT_EQ(WaitFor(mesher), 0);
  ASSERT_TRUE(probe.Say(R"({"type":"seek","frame":7})"));
  EXPECT_TRUE(Sees(&probe, {Status("frame", 7)}));
  EXPECT_EQ(End(web_, SIGINT), 0);
  while (probe.Receive()) {  // what was on its way
  }
}

TEST_F(WebProgramTest, PlaysBackARunThatIsOver) {
  ASSERT_EQ(RunCommand(ProgramFolder() + "/" + SmallRun(run(), "--frames 9")).code, 0);
  PageProbe probe(StartWeb());
  const Json hello = First(&probe, "hello");
  EXPECT_FALSE(hello["run"]["live"]);
  EXPECT_EQ(hello["camera"]["width"], 80);
  EXPECT_THAT(hello["run"]["config_text"].get<std::string>(), HasSubstr("mapping:"));
  EXPECT_EQ(First(&probe, "status")["frame"], 8);
  EXPECT_EQ(First(&probe, "frames")["columns"]["frame"].size(), 9U);
  ASSERT_TRUE(probe.Say(kWantAll));
  EXPECT_TRUE(Sees(&probe, {Text("log"), Binary(2)}));
  EXPECT_EQ(End(web_, SIGTERM), 0);
}

TEST_F(WebProgramTest, SaysWhatIsWrong) {
  const auto outcome = [&](const std::string& arguments) {
    return RunCommand("timeout 20 " + ProgramFolder() + "/isogs web " + arguments);
  };
  const CommandOutcome nowhere = outcome("/nowhere");
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_EQ(nowhere.output, "web: /nowhere: no such folder, expected a run directory\n");
  const CommandOutcome open = outcome(run().string() + " --bind 0.0.0.0");
  EXPECT_EQ(open.code, 2);
  EXPECT_THAT(open.output, HasSubstr("--token"));
  WriteFileAtomically(RunDirectory(run()).params(), "no archive");
  const CommandOutcome damaged = outcome(run().string() + " --port 0");
  EXPECT_EQ(damaged.code, 1);
  EXPECT_THAT(damaged.output, HasSubstr("params.npz"));
}

TEST_F(WebProgramTest, IsStartedByRun) {
  const std::string arguments = SmallRun(run(), "--frames 12");
  const CommandOutcome outcome =
      RunCommand(ProgramFolder() + "/run" + arguments.substr(arguments.find(' ')) + " --no-viewer --web=0");
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("http://127.0.0.1:"));
  EXPECT_THAT(ProcessesCalledWith(run().string()), testing::IsEmpty());
}

}  // namespace
}  // namespace isogs::web
