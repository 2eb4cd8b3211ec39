// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/validate_command.h"

#include <spdlog/fmt/fmt.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "jobs/make_dataset/validate_dataset.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/log/progress_line.h"

namespace isogs::synthetic {
namespace {

struct CommandLine {
  std::string folder;
  int threads = 0;
};

void Run(const CommandLine& line) {
  const ThreadLimit threads(line.threads);
  ProgressLine progress(std::cout, StdoutIsTerminal(), StdoutColumns());
  const ValidationReport report =
      ValidateDataset(DatasetFolder(line.folder), [&](int64_t done, int64_t scenes) {
        progress.Update({.unit = "scene", .frame = done, .frames = scenes});
      });
  progress.Finish();
  const Findings& findings = report.findings;
  for (const std::string& finding : findings.lines()) std::printf("%s\n", finding.c_str());
  if (const int64_t more = findings.count() - std::ssize(findings.lines()); more > 0)
    std::printf("and %lld more\n", static_cast<long long>(more));
  std::fflush(stdout);
  if (!findings.empty()) {
    throw Error(fmt::format("{}: {} {} wrong", line.folder, findings.count(),
                            findings.count() == 1 ? "thing is" : "things are"));
  }
  std::printf("%s: %lld scenes, %lld pictures, all right\n", line.folder.c_str(),
              static_cast<long long>(report.info.scene_count()),
              static_cast<long long>(report.info.pictures));
}

}  // namespace

std::function<void()> AddValidateCommand(CLI::App& app) {
  const auto line = std::make_shared<CommandLine>();
  CLI::App* const command =
      app.add_subcommand("validate", "Check every file of a data set that was built; list what is wrong");
  command->add_option("folder", line->folder, "Of the data set")->required()->type_name("DIR");
  command->add_option("--threads,--jobs", line->threads, "Scenes checked at once; 0: as many as processors")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str()
      ->type_name("N");
  return [line] { Run(*line); };
}

}  // namespace isogs::synthetic
