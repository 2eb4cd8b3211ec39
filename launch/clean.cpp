// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "shared/cli/program.h"
#include "shared/ipc/session_files.h"

namespace isogs {
namespace {

void Show(const SegmentReport& report, CleanMode mode) {
  const std::string verdict = !report.in_use.empty()       ? "in use: " + report.in_use
                              : report.removed             ? "removed"
                              : mode == CleanMode::kRemove ? "could not be removed"
                                                           : "left by a dead process";
  const std::string run = report.run_directory.empty() ? "unknown run" : report.run_directory.string();
  std::printf("%-45s %6zu KiB  %s (%s)\n", report.name.c_str(), (report.bytes + 1023) / 1024, verdict.c_str(),
              run.c_str());
}

void Run(int argc, char** argv) {
  CLI::App app("List and remove the shared memory that runs left whose processes are dead.");
  app.name("isogs clean");  // the executable has another name
  std::optional<std::string> run_directory;
  bool list = false;
  app.add_option("run_directory", run_directory, "Only this run's (default: all of this user's)")
      ->type_name("RUN_DIR");
  app.add_flag("--list", list, "Remove nothing");
  ParseCommandLine(app, argc, argv);
  const CleanMode mode = list ? CleanMode::kList : CleanMode::kRemove;
  std::optional<std::filesystem::path> directory;
  if (run_directory) directory = *run_directory;
  const std::vector<SegmentReport> reports = CleanSessions(directory, mode);
  for (const SegmentReport& report : reports) Show(report, mode);
  if (reports.empty()) std::printf("no shared memory of IsoGS here\n");
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("clean", [&] { isogs::Run(argc, argv); });
}
