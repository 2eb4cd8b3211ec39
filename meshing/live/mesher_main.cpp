// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// mesher RUN_DIR: the live mesh of a run.
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "meshing/live/mesher_process.h"
#include "run/run_directory.h"
#include "shared/cli/program.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/core/processor_time.h"
#include "shared/core/stop_signal.h"
#include "shared/ipc/session_files.h"
#include "shared/log/log.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kLookInterval{20};
constexpr std::chrono::milliseconds kLookForSlam{500};
constexpr int kNiceness = 10;  // SLAM goes first

// After an update a rest, so that SLAM has most of the processors; short enough for the next mesh to follow
// within a second of mapping.
constexpr int kRestOverWork = 2;
constexpr std::chrono::milliseconds kLongestRest{400};

/// Says so, once, when there is no SLAM process to wait for.
class SlamWatch {
 public:
  explicit SlamWatch(const RunDirectory& run) : run_(run) {}

  void Look(bool has_map) {
    const auto now = std::chrono::steady_clock::now();
    if (now - looked_ < kLookForSlam) return;
    looked_ = now;
    const bool is_there = FindRoleHolder(run_.path(), Role::kSlam).has_value();
    const std::string text = is_there ? "" : Describe(has_map);
    if (text != said_ && !is_there) spdlog::info("{}", text);
    said_ = text;
  }

 private:
  std::string Describe(bool has_map) const {
    const std::string path = run_.path().string();
    if (has_map) return "SLAM is gone; waiting for it to go on in " + path;
    if (!fs::exists(run_.params())) return "waiting for SLAM in " + path;
    return "SLAM has ended in " + path + "; waiting for it to go on. 'isogs extract_mesh " + path +
           "' meshes what it left";
  }

  RunDirectory run_;
  std::chrono::steady_clock::time_point looked_ = std::chrono::steady_clock::now();
  std::string said_;
};

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
  IgnoreClosedPipes();
  const StopSignal stop;
  std::optional<RoleLock> lock = RoleLock::Acquire(run_directory, Role::kMesher);
  const Config config =
      fs::exists(run_directory / "config.yaml") ? LoadConfig(run_directory / "config.yaml", {}) : Config();
  InitLogging(config.logging, "mesher", run_directory / "logs" / "mesher.log");
  setpriority(PRIO_PROCESS, 0, kNiceness);
  const ThreadLimit threads(config.meshing.threads);

  std::optional<MesherProcess> mesher(std::in_place, *lock);
  SlamWatch slam((RunDirectory(run_directory)));
  while (stop.requested() == 0 && !mesher->has_final()) {
    const std::chrono::milliseconds before = ProcessorTime();
    if (mesher->Step()) {
      const std::chrono::milliseconds rest =
          std::min(kRestOverWork * (ProcessorTime() - before), kLongestRest);
      if (!mesher->has_final()) std::this_thread::sleep_for(rest);
      continue;
    }
    slam.Look(mesher->has_map());
    std::this_thread::sleep_for(kLookInterval);
  }
  mesher->Step();  // what came while the last was meshed
  mesher->Finish();
  if (FindRoleHolder(run_directory, Role::kSupervisor)) {
    mesher->LeaveBehind();  // it removes what is left
    return;
  }
  mesher.reset();
  lock.reset();
  CleanSessions(run_directory, CleanMode::kRemove);  // SLAM leaves its map to a mesher
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("mesher", [&] { isogs::Run(argc, argv); });
}
