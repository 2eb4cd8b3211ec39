// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// mesher RUN_DIR: the live mesh of a run.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <thread>

#include "meshing/mesher_process.h"
#include "shared/cli/program.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/core/stop_signal.h"
#include "shared/log/log.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kLookInterval{20};
constexpr int kNiceness = 10;  // SLAM goes first

void Run(int argc, char** argv) {
  CLI::App app(
      "Keep the mesh of a run up to date while SLAM runs, for viewers, and save it as RUN_DIR/mesh.ply at "
      "the end. "
      "May be started before SLAM, killed, and started again.");
  fs::path run_directory;
  app.add_option("run_directory", run_directory, "Run directory")->required()->type_name("RUN_DIR");
  ParseCommandLine(app, argc, argv);
  if (!fs::is_directory(run_directory)) {
    throw UsageError(run_directory.string() + ": no such folder, expected a run directory");
  }
  const StopSignal stop;
  const RoleLock lock = RoleLock::Acquire(run_directory, Role::kMesher);
  const Config config =
      fs::exists(run_directory / "config.yaml") ? LoadConfig(run_directory / "config.yaml", {}) : Config();
  InitLogging(config.logging, "mesher", run_directory / "logs" / "mesher.log");
  setpriority(PRIO_PROCESS, 0, kNiceness);
  const ThreadLimit threads(config.meshing.threads);

  MesherProcess mesher(lock);
  while (stop.requested() == 0 && !mesher.has_final()) {
    if (!mesher.Step()) std::this_thread::sleep_for(kLookInterval);
  }
  mesher.Step();  // what came while the last was meshed
  mesher.Finish();
  if (FindRoleHolder(run_directory, Role::kSupervisor)) mesher.LeaveBehind();  // it removes what is left
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("mesher", [&] { isogs::Run(argc, argv); });
}
