// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// isogs run CONFIG: SLAM, mesher, viewer and web page as processes of their own, looked after until SLAM has
// ended.
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "launch/programs.h"
#include "launch/supervisor.h"
#include "run/run_directory.h"
#include "run/slam_command.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/core/installation.h"
#include "shared/core/stop_signal.h"
#include "shared/core/text.h"
#include "shared/ipc/role_lock.h"
#include "shared/ipc/session_files.h"
#include "shared/log/log.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// How long processes that an earlier supervisor left may take to save and end.
constexpr std::chrono::seconds kOrphanPatience{60};

struct Options {
  SlamCommand slam;
  bool headless = false;
  bool no_viewer = false;
  bool no_mesher = false;
  std::string web_port;  // empty: no page. Text, because CLI11 takes a flag's 0 for -1
  bool exit = false;
};

void AddOptions(CLI::App& app, Options& options) {
  AddOptions(app, options.slam);
  app.add_flag("--headless", options.headless, "No window: pictures of the scene into RUN_DIR/pictures");
  app.add_flag("--no-viewer", options.no_viewer, "Without viewer");
  app.add_flag("--no-mesher", options.no_mesher, "Without mesher, and so without live mesh");
  app.add_flag("--web{8080}", options.web_port,
               "Show it in browsers on this machine, as isogs web does, at port 8080 or --web=PORT");
  app.add_flag("--exit", options.exit,
               "End when SLAM is done, also with a window or page (default: on a terminal, these stay until "
               "they are closed)");
}

void CheckPort(const std::string& text) {
  if (text.empty() || ParseWhole<uint16_t>(text)) return;
  throw UsageError("--web: found port " + Quoted(text) + ", expected 0 to 65535");
}

bool HasDisplay() {
  const auto set = [](const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  return set("DISPLAY") || set("WAYLAND_DISPLAY");
}

/// A supervisor that was killed leaves children that are about to end.
void WaitForOrphans(const fs::path& run_directory) {
  const auto deadline = std::chrono::steady_clock::now() + kOrphanPatience;
  bool said = false;
  for (const Role role : {Role::kSlam, Role::kMesher, Role::kViewer}) {
    while (const auto holder = FindRoleHolder(run_directory, role)) {
      if (std::chrono::steady_clock::now() > deadline) {
        throw UsageError(run_directory.string() + ": " + ToString(role) + " process " +
                         std::to_string(holder->process_id) + " is at work on it, expected none");
      }
      if (!said) spdlog::info("waiting for {} process {} to end", ToString(role), holder->process_id);
      said = true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
}

/// Whether there was one.
bool MoveEarlierRunAside(const fs::path& run_directory) {
  const PreparedRun run = PrepareRunDirectory(RunDirectory(run_directory), true);
  if (run.moved_to) spdlog::info("the earlier run is now in {}", run.moved_to->string());
  return run.moved_to.has_value();
}

std::optional<ProgramCall> Viewer(const Options& options, const fs::path& run_directory) {
  if (options.no_viewer) return std::nullopt;
  if (!options.headless && !HasDisplay()) {
    if (options.web_port.empty())
      spdlog::info("no display: no viewer; --headless makes pictures, --web a page");
    return std::nullopt;
  }
  std::vector<std::string> arguments = {run_directory.string()};
  if (options.headless) arguments.push_back("--headless");
  return ProgramCall{"viewer", ExecutableFolder() / "viewer", std::move(arguments), !options.headless};
}

std::vector<ProgramCall> Helpers(const Options& options, const fs::path& run_directory) {
  std::vector<ProgramCall> helpers;
  if (!options.no_mesher) {
    helpers.push_back({"mesher", ExecutableFolder() / "mesher", {run_directory.string()}});
  }
  if (auto viewer = Viewer(options, run_directory)) helpers.push_back(std::move(*viewer));
  if (!options.web_port.empty()) {
    helpers.push_back({"web",
                       ExecutableFolder() / "web",
                       {run_directory.string(), "--port", options.web_port},
                       true,
                       "the page stays until Ctrl-C here"});
  }
  return helpers;
}

SupervisorPlan MakePlan(const Options& options, const Config& config) {
  SlamCommand again = options.slam;
  again.run.resume_from.reset();
  again.run.trace.reset();  // would take the place of what led to the fall
  SupervisorPlan plan;
  plan.run_directory = config.output;
  plan.slam = {"slam", ExecutableFolder() / "slam", ToArguments(options.slam)};
  plan.slam_restart_arguments = ToArguments(again);
  plan.helpers = Helpers(options, config.output);
  plan.keeps_window = !options.exit && isatty(STDIN_FILENO) == 1;  // for somebody who looks at it
  plan.max_restarts = config.run.max_restarts;
  return plan;
}

int Run(int argc, char** argv) {
  CLI::App app(
      "Run SLAM with live mesh and viewer. Each is a process of its own; one that falls is restarted.");
  Options options;
  AddOptions(app, options);
  ParseCommandLine(app, argc, argv);
  for (const ProgramEntry& program : AllPrograms()) {
    if (program.name == "slam") CheckAddressSpace(program);
  }
  CheckPort(options.web_port);
  IgnoreClosedPipes();
  const Config config = LoadConfig(options.slam);
  options.slam.output = config.output;
  InitLogging(config.logging, "run");
  fs::create_directories(config.output);
  RoleLock lock = RoleLock::Acquire(config.output, Role::kSupervisor);
  WaitForOrphans(config.output);
  if (options.slam.run.fresh) {
    // The lock file goes with the old run.
    if (MoveEarlierRunAside(config.output)) lock = RoleLock::Acquire(config.output, Role::kSupervisor);
    options.slam.run.fresh = false;
  }
  const int code = Supervisor(MakePlan(options, config)).Run();
  CleanSessions(config.output, CleanMode::kRemove);
  return code;
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  int code = 0;
  const int failure = isogs::RunProgram("run", [&] { code = isogs::Run(argc, argv); });
  return failure != 0 ? failure : code;
}
