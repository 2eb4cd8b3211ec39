// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// viewer RUN_DIR: shows a run while it goes on.
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include "run/run_directory.h"
#include "shared/cli/program.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/processor_time.h"
#include "shared/core/stop_signal.h"
#include "shared/io/open_file.h"
#include "shared/ipc/role_lock.h"
#include "shared/log/log.h"
#include "viewer/scene/drawing_pace.h"
#include "viewer/scene/live_reader.h"
#include "viewer/window/drawing_place.h"
#include "viewer/window/renderer_failure.h"
#include "viewer/window/viewer_window.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kConfigPatience{3000};  // of a window, for a run to begin
constexpr milliseconds kLookInterval{50};
constexpr int kNicenessOfPictures = 5;  // SLAM goes first, but a picture is to come within seconds

struct Options {
  fs::path run_directory;
  bool headless = false;
  std::optional<double> every_s;
  std::optional<std::string> view;
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Show a run while it goes on: mesh, camera path, camera, images. It may be started before SLAM, "
      "closed, and "
      "started again.");
  app.add_option("run_directory", options.run_directory, "Run directory of isogs slam, present or to come")
      ->required()
      ->type_name("RUN_DIR");
  app.add_flag("--headless", options.headless,
               "No window: pictures in RUN_DIR/pictures while SLAM runs and at the end");
  app.add_option("--every", options.every_s, "Seconds between pictures (default: the run's configuration)")
      ->check(CLI::Range(0.1, 86400.0))
      ->type_name("SECONDS");
  app.add_option("--view", options.view, "Point of view at the start: follow or free")
      ->check(CLI::IsMember({"follow", "free"}));
  ParseCommandLine(app, argc, argv);
  return options;
}

/// Whether SLAM runs, or a supervisor is about to start it.
bool IsUnderWay(const RunDirectory& run) {
  return FindRoleHolder(run.path(), Role::kSlam) || FindRoleHolder(run.path(), Role::kSupervisor);
}

/// Says so if nothing is to be seen yet.
void SayIfSlamIsNotThere(const RunDirectory& run) {
  if (IsUnderWay(run)) return;
  LiveFacts facts;
  facts.run_directory = run.path();
  facts.has_results = fs::exists(run.params());
  spdlog::info("{}", DescribeLive(facts));
}

/// Waits for the configuration that SLAM writes when it starts.
void WaitForConfig(const RunDirectory& run, const Options& options, const StopSignal& stop) {
  const auto deadline = Clock::now() + kConfigPatience;
  while (!fs::exists(run.config()) && stop.requested() == 0) {
    if (!options.headless && Clock::now() > deadline && !IsUnderWay(run)) return;
    std::this_thread::sleep_for(kLookInterval);
  }
}

Config ConfigFor(const RunDirectory& run, const Options& options) {
  Config config = fs::exists(run.config()) ? LoadConfig(run.config(), {}) : Config();
  if (options.every_s) config.viewer.picture_interval_s = *options.every_s;
  if (options.view) config.viewer.view = *options.view == "free" ? ViewMode::kFree : ViewMode::kFollow;
  return config;
}

fs::path PicturePath(const RunDirectory& run, int64_t frame) {
  char name[40];
  std::snprintf(name, sizeof(name), "live_%06lld.png", static_cast<long long>(frame));
  return run.pictures() / name;
}

void ShowUntilClosed(ViewerWindow& window, LiveReader& reader, const ViewerConfig& config,
                     const StopSignal& stop) {
  DrawingPace pace{milliseconds(config.refresh_ms)};
  const auto start = Clock::now();
  while (stop.requested() == 0 && window.Tick()) {
    const auto now = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    if (!pace.IsDue(now, ProcessorTime(), reader.HasNews())) continue;
    pace.Drawn(now, ProcessorTime());
    window.Show(reader.Scene());
  }
  spdlog::debug("drawn {} times, at most {} ms apart; {} ms of processor time", pace.count(),
                pace.longest_pause().count(), ProcessorTime().count());
}

void TakePictures(ViewerWindow& window, LiveReader& reader, const ViewerConfig& config,
                  const RunDirectory& run, const StopSignal& stop) {
  MakeOwnFolder(run.pictures());
  const std::chrono::duration<double> interval(config.picture_interval_s);
  Clock::time_point taken;
  while (stop.requested() == 0 && !reader.IsOver() && window.Tick()) {
    if (!reader.HasSeen() || !reader.HasNews() || Clock::now() - taken < interval) continue;
    taken = Clock::now();
    const SceneState scene = reader.Scene();
    window.Show(scene);
    try {
      window.SavePicture(PicturePath(run, scene.frame));
    } catch (const Error& error) {
      spdlog::error("{}", error.what());
    }
  }
  reader.Stop();
  if (!reader.HasSeen()) {
    spdlog::info("no picture: nothing came from SLAM");
    return;
  }
  const SceneState scene = reader.Scene();
  window.Show(scene);
  window.SavePicture(PicturePath(run, scene.frame));
  spdlog::info("{}", PicturePath(run, scene.frame).string());
}

void Run(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  const StopSignal stop;
  const DrawingPlace place(options.headless ? Drawing::kHidden : Drawing::kWindow);
  const RendererFailure failure("viewer");
  if (options.headless) setpriority(PRIO_PROCESS, 0, kNicenessOfPictures);  // and of threads made later
  InitLogging({}, "viewer");
  const RunDirectory run(options.run_directory);
  SayIfSlamIsNotThere(run);
  WaitForConfig(run, options, stop);
  const Config config = ConfigFor(run, options);
  if (!fs::exists(run.config())) {
    if (stop.requested() != 0) return;
  } else {
    InitLogging(config.logging, "viewer", run.log("viewer"));
  }
  // Any number of windows may look at a run; pictures have names that two would both write.
  std::optional<RoleLock> lock;
  if (options.headless) lock = RoleLock::Acquire(run.path(), Role::kViewer);

  ViewerWindow window({.title = "IsoGS: " + run.path().string(),
                       .config = config.viewer,
                       .hidden = options.headless,
                       .in_software = place.in_software(),
                       .screenshots = run.pictures(),
                       .more_keys = ""});
  LiveReader reader(run.path());
  if (options.headless) {
    TakePictures(window, reader, config.viewer, run, stop);
  } else {
    ShowUntilClosed(window, reader, config.viewer, stop);
  }
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("viewer", [&] { isogs::Run(argc, argv); });
}
