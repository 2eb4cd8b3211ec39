// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// view RUN_DIR: shows a finished run, and plays its camera's way.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "run/run_directory.h"
#include "shared/cli/program.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/stop_signal.h"
#include "shared/log/log.h"
#include "viewer/scene/recorded_run.h"
#include "viewer/window/drawing_place.h"
#include "viewer/window/renderer_failure.h"
#include "viewer/window/viewer_window.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double kFramesPerSecond = 30.0;
constexpr const char* kPlaybackKeys = "\nspace  play   left, right  a frame   home, end  first, last";

struct Options {
  fs::path run_directory;
  fs::path mesh;
  fs::path picture;
  std::optional<int64_t> frame;
  std::string view = "free";
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  CLI::App app("Show a finished run: mesh, camera path, playback.");
  app.add_option("run_directory", options.run_directory, "Run directory of isogs slam")
      ->required()
      ->type_name("RUN_DIR");
  app.add_option("--mesh", options.mesh,
                 "Mesh to show: .ply or .obj (default: mesh.ply in the run directory)")
      ->type_name("FILE");
  app.add_option("--frame", options.frame, "Frame to begin with, from 0 (default: the last)")
      ->check(CLI::Range(int64_t{0}, INT64_MAX))
      ->type_name("N");
  app.add_option("--view", options.view, "Point of view at the start: follow or free")
      ->check(CLI::IsMember({"follow", "free"}))
      ->capture_default_str();
  app.add_option("--picture", options.picture, "Write this picture (.png) instead of opening a window")
      ->type_name("FILE");
  ParseCommandLine(app, argc, argv);
  return options;
}

/// Which frame is on show, and whether time passes.
class Playback {
 public:
  Playback(int64_t frame, int64_t frame_count) : frame_(frame), last_(frame_count - 1) {}

  bool OnKey(char key) {
    switch (key) {
      case ' ':
        playing_ = !playing_;
        if (playing_ && frame_ == last_) frame_ = 0;
        break;
      case kKeyLeft:
      case kKeyRight:
        playing_ = false;
        frame_ = std::clamp<int64_t>(frame_ + (key == kKeyLeft ? -1 : 1), 0, last_);
        break;
      case kKeyHome:
      case kKeyEnd:
        playing_ = false;
        frame_ = key == kKeyHome ? 0 : last_;
        break;
      default:
        return false;
    }
    from_ = frame_;
    since_ = Clock::now();
    return true;
  }

  int64_t FrameNow() {
    if (!playing_) return frame_;
    const std::chrono::duration<double> passed = Clock::now() - since_;
    frame_ = std::min(last_, from_ + static_cast<int64_t>(passed.count() * kFramesPerSecond));
    playing_ = frame_ < last_;
    return frame_;
  }

 private:
  int64_t frame_, last_;
  bool playing_ = false;
  int64_t from_ = 0;  // while it plays: where, and since when
  Clock::time_point since_;
};

void Run(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  const StopSignal stop;
  const bool hidden = !options.picture.empty();
  const RunDirectory directory(options.run_directory);
  const RecordedRun run(options.run_directory, options.mesh);
  const int64_t frame = options.frame.value_or(run.frame_count() - 1);
  if (frame >= run.frame_count()) {
    throw UsageError("--frame: found " + std::to_string(frame) + ", expected less than the run's " +
                     std::to_string(run.frame_count()) + " frames");
  }
  Config config = fs::exists(directory.config()) ? LoadConfig(directory.config(), {}) : Config();
  config.viewer.view = options.view == "free" ? ViewMode::kFree : ViewMode::kFollow;
  const DrawingPlace place(hidden ? Drawing::kHidden : Drawing::kWindow);
  const RendererFailure failure("view");
  InitLogging(config.logging, "view");

  Playback playback(frame, run.frame_count());
  ViewerWindow window({.title = "IsoGS: " + options.run_directory.string(),
                       .config = config.viewer,
                       .hidden = hidden,
                       .in_software = !hidden && place.in_software(),
                       .screenshots = directory.pictures(),
                       .more_keys = kPlaybackKeys,
                       .on_key = [&](char key) { return playback.OnKey(key); }});
  int64_t shown = frame;
  window.Show(run.At(frame));
  if (hidden) return window.SavePicture(options.picture);
  while (stop.requested() == 0 && window.Tick()) {
    const int64_t now = playback.FrameNow();
    if (now != shown) window.Show(run.At(now));
    shown = now;
  }
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("view", [&] { isogs::Run(argc, argv); });
}
