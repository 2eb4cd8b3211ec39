// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
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

/// Rows of a terminal that `text` takes; its lines end with a line end each.
size_t RowsOf(const std::string& text) {
  const auto columns = static_cast<size_t>(StdoutColumns());
  size_t rows = 0;
  for (size_t begin = 0, end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    rows += std::max<size_t>(1, (end - begin + columns - 1) / columns);
  }
  return rows;
}

/// Prints a view; on a terminal in the place of the one before.
class Display {
 public:
  explicit Display(const Options& options)
      : json_(options.json), in_place_(options.watch && !options.json && StdoutIsTerminal()) {}

  void Show(const SessionView& view) {
    const std::string text = json_ ? FormatStatusJson(view) : FormatStatus(view);
    if (in_place_ && rows_ > 0) std::printf("\033[%zuA\033[J", rows_);  // up, and clear from there
    rows_ = RowsOf(text);
    std::printf("%s", text.c_str());
    std::fflush(stdout);
  }

 private:
  bool json_, in_place_;
  size_t rows_ = 0;  // of what stands there
};

/// What an earlier run left is told while none is going on.
void LookForEndedRun(SessionView& view) {
  view.ended.reset();
  if (!view.status && !view.slam_runs()) view.ended = FindEndedRun(view.run_directory);
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
  Display display(options);
  const auto show = [&] {
    try {
      LookForEndedRun(view);
    } catch (const Error&) {  // damaged: no reason not to wait for a run
    }
    display.Show(view);
  };
  show();
  for (bool seen = view.slam_runs(); !seen || view.slam_runs(); seen = seen || view.slam_runs()) {
    std::this_thread::sleep_for(kLook);
    const bool news = Refresh(subscriber, view);
    const auto now = std::chrono::steady_clock::now();
    if (options.json ? news : now - shown >= kShow) {
      show();
      shown = now;
    }
  }
  show();
}

void Run(int argc, char** argv) {
  CLI::App app("Show where a run is, or how it ended.");
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
  SessionView view{options.run_directory, {}, {}, {}};
  Refresh(subscriber, view);
  if (options.watch) return Watch(subscriber, view, options);
  LookForEndedRun(view);
  if (!view.status && !view.slam_runs() && !view.ended) {
    throw Error(options.run_directory +
                ": no SLAM process is running there and no run has ended there, expected one");
  }
  Display(options).Show(view);
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("status", [&] { isogs::Run(argc, argv); });
}
