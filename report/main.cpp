// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// report RUN_DIR...: a page about a run, about several side by side, or about a sweep.
#include <spdlog/fmt/fmt.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "report/report_page.h"
#include "report/sweep_runs.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/core/out_of_memory.h"
#include "shared/io/file.h"
#include "shared/log/log.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<fs::path> folders;
  fs::path output;
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Write a page about a run, several runs side by side, or a sweep: figures, curves, pictures, mesh. One "
      "file for any browser, which loads nothing else.");
  app.add_option("run_directory", options.folders, "Folders of runs, or that of a sweep")
      ->required()
      ->type_name("RUN_DIR");
  app.add_option("-o,--output", options.output,
                 "The page (default: report.html in the folder; of several, in the current one)")
      ->type_name("FILE.html");
  ParseCommandLine(app, argc, argv);
  if (options.output.empty()) {
    options.output = options.folders.size() == 1 ? options.folders.front() / "report.html" : "report.html";
  }
  const std::string extension = options.output.extension().string();
  if (extension != ".html" && extension != ".htm") {
    throw UsageError("--output " + options.output.string() +
                     ": is no page, expected a name that ends in .html");
  }
  return options;
}

std::string PageOf(const std::vector<fs::path>& folders) {
  if (folders.size() == 1 && HoldsSweep(folders.front())) {
    const ReportedSweep sweep = ReadReportedSweep(folders.front());
    return SweepReportPage(sweep.results, sweep.runs);
  }
  std::vector<ReportedRun> runs;
  for (const fs::path& folder : folders) {
    if (HoldsSweep(folder)) {
      throw UsageError(folder.string() + ": is a sweep, expected runs: a sweep has a report of its own");
    }
    runs.push_back(ReadReportedRun(folder));
  }
  NameApart(&runs);
  return ReportPage(runs);
}

void Report(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  InitLogging({}, "report");
  const std::string page =
      WithMemoryFor([] { return "the report"; }, [&] { return PageOf(options.folders); });
  WriteFileAtomically(options.output, page);
  std::printf("%s: %.2f MB\n", options.output.c_str(), 1e-6 * static_cast<double>(page.size()));
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("report", [&] { isogs::Report(argc, argv); });
}
