// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// evaluate RUN_DIR: scores a run; see EvaluateRun.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "evaluation/evaluate_run.h"
#include "evaluation/evaluation_file.h"
#include "shared/cli/program.h"
#include "shared/log/log.h"

namespace isogs {
namespace {

EvaluateRunOptions ParseOptions(int argc, char** argv) {
  EvaluateRunOptions options;
  std::string device, threads;
  CLI::App app("Score a run: trajectory, images, map, speed. Writes evaluation.json and pictures/ there.");
  app.add_option("run_directory", options.run_directory, "Run directory of isogs slam")->required();
  app.add_option("--every", options.every, "Render every N-th mapped and every N-th unseen frame")
      ->check(CLI::Range(int64_t{1}, int64_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--pictures", options.pictures, "Pictures of input, render and error")
      ->check(CLI::Range(int64_t{0}, int64_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--dataset", options.dataset, "Folder of the data set, where it is not the run's");
  app.add_option("--device", device, "Back end: auto, cpu, cpu_reference or cuda; default: the run's");
  app.add_option("--threads", threads, "Threads; 0: all processors; default: the run's");
  ParseCommandLine(app, argc, argv);
  if (!device.empty()) options.overrides.push_back("device=" + device);
  if (!threads.empty()) options.overrides.push_back("threads=" + threads);
  return options;
}

void ShowProgress(int64_t done, int64_t total) {
  std::fprintf(stderr, "\rframe %lld/%lld%s", static_cast<long long>(done), static_cast<long long>(total),
               done == total ? "\n" : "");
}

void Evaluate(int argc, char** argv) {
  EvaluateRunOptions options = ParseOptions(argc, argv);
  InitLogging({}, "evaluate");
  if (isatty(STDERR_FILENO) != 0) options.progress = ShowProgress;
  const Evaluation evaluation = EvaluateRun(options);
  std::printf("%s", EvaluationTable(evaluation).c_str());
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("evaluate", [&] { isogs::Evaluate(argc, argv); });
}
