// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "launch/status_report.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/ipc/channel.h"
#include "shared/log/progress_line.h"

namespace isogs {
namespace {

constexpr std::chrono::milliseconds kLook(200);
constexpr std::chrono::milliseconds kShow(1000);  // at least so often, for people

struct Options {
  std::string run_directory;
  bool json = false;
  bool watch = false;
};

void Show(const SessionView& view, const Options& options) {
  const std::string text = options.json ? FormatStatusJson(view) : FormatStatus(view);
  const char* const clear = options.watch && !options.json && StdoutIsTerminal() ? "\033[H\033[J" : "";
  std::printf("%s%s", clear, text.c_str());
  std::fflush(stdout);
}

bool Refresh(Subscriber<Status>& subscriber, SessionView& view) {
  view.processes = FindProcesses(view.run_directory);
  auto received = subscriber.TakeLatest();
  if (received) view.status = received->value;
  return received.has_value();
}

/// Until SLAM ends; waits for it where it has not begun.
void Watch(Subscriber<Status>& subscriber, SessionView& view, const Options& options) {
  auto shown = std::chrono::steady_clock::now();
  Show(view, options);
  for (bool seen = view.slam_runs(); !seen || view.slam_runs(); seen = seen || view.slam_runs()) {
    std::this_thread::sleep_for(kLook);
    const bool news = Refresh(subscriber, view);
    const auto now = std::chrono::steady_clock::now();
    if (options.json ? news : now - shown >= kShow) {
      Show(view, options);
      shown = now;
    }
  }
  Show(view, options);
}

void Run(int argc, char** argv) {
  CLI::App app("Show where a run is.");
  Options options;
  app.add_option("run_directory", options.run_directory, "Run directory")->required()->type_name("RUN_DIR");
  app.add_flag("--json", options.json, "One JSON object a line");
  app.add_flag("--watch", options.watch, "Again and again, until the run ends");
  ParseCommandLine(app, argc, argv);
  std::error_code ignored;
  if (!options.watch && !std::filesystem::is_directory(options.run_directory, ignored)) {
    throw UsageError(options.run_directory + ": is not a folder, expected a run directory");
  }
  Subscriber<Status> subscriber(options.run_directory);
  SessionView view{options.run_directory, {}, {}};
  Refresh(subscriber, view);
  if (options.watch) return Watch(subscriber, view, options);
  if (!view.status && !view.slam_runs()) {
    throw Error(options.run_directory + ": no SLAM process is running there, expected one");
  }
  Show(view, options);
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("status", [&] { isogs::Run(argc, argv); });
}
