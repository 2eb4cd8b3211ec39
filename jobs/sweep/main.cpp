// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// sweep FILE: one SLAM run and its evaluation for each combination of values.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include "jobs/run_batch.h"
#include "jobs/sweep/sweep_folder.h"
#include "jobs/sweep/sweep_page.h"
#include "jobs/sweep/sweep_results.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/core/installation.h"
#include "shared/io/file.h"
#include "shared/log/log.h"

namespace isogs {
namespace {

struct Options {
  std::string file;
  std::optional<int64_t> item;
  std::string sort = "images.unseen.psnr_db";
  JobOptions jobs;
};

void ShowResults(const SweepPlan& plan, const Batch& batch, const std::string& sort) {
  const SweepResults results = ReadResults(plan, batch);
  const SweepFolder folder(batch.directory);
  WriteFileAtomically(folder.csv(), ToCsv(results));
  WriteFileAtomically(folder.page(), ToHtml(results));
  std::printf("%s%s\n%s\n", ToTable(results, sort).c_str(), folder.csv().c_str(), folder.page().c_str());
  std::fflush(stdout);
}

void Sweep(int argc, char** argv) {
  CLI::App app(
      "Run SLAM and evaluate for each combination of values of configuration keys. Started again, it goes on "
      "where it "
      "was.");
  Options options;
  app.add_option("sweep", options.file, "The sweep's file (YAML), e.g. sweeps/example.yaml")
      ->required()
      ->type_name("FILE");
  app.add_option("--item", options.item,
                 "Run only this item, of a sweep that was begun: FILE is its sweep.yaml")
      ->type_name("INDEX");
  app.add_option("--sort", options.sort,
                 "The figure that the table is sorted by, as evaluation.json names it")
      ->capture_default_str()
      ->type_name("FIGURE");
  AddJobOptions(app, options.jobs);
  CLI::Option* const workers = app.get_option("--jobs");
  workers->description("Items that run at once, at most (default: max_workers of the sweep)")
      ->default_str("");
  ParseCommandLine(app, argc, argv);
  InitLogging({}, "sweep");
  const PathLookup file = LookUpConfig(options.file);
  if (!file.exists) throw UsageError("no sweep at " + file.places);
  if (options.item) return RunSweepItem(SweepFolder(file.path.parent_path()), *options.item);

  const SweepPlan plan = LoadSweepPlan(file.path);
  if (workers->empty()) options.jobs.jobs = plan.max_workers;
  CheckPoints(plan);
  const Batch batch = options.jobs.dry_run ? BatchOf(plan) : BeginSweep(plan);
  const BatchOutcome outcome = RunBatch(batch, options.jobs);
  if (options.jobs.dry_run) return;
  ShowResults(plan, batch, options.sort);
  RequireComplete(batch, outcome);
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("sweep", [&] { isogs::Sweep(argc, argv); });
}
