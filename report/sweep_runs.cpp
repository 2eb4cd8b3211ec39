// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "report/sweep_runs.h"

#include <algorithm>
#include <system_error>

#include "jobs/batch.h"
#include "jobs/sweep/sweep_folder.h"
#include "jobs/sweep/sweep_plan.h"
#include "shared/page/plot.h"

namespace isogs {

bool HoldsSweep(const std::filesystem::path& folder) {
  std::error_code ignored;
  const Batch batch{.directory = folder, .command = {}, .working_directory = {}};
  return std::filesystem::exists(SweepFolder(folder).plan(), ignored) &&
         std::filesystem::exists(batch.journal(), ignored);
}

ReportedSweep ReadReportedSweep(const std::filesystem::path& folder) {
  const SweepFolder sweep(folder);
  ReportedSweep read{.results = ReadResults(LoadSweepPlan(sweep.plan()), LoadBatch(folder)), .runs = {}};
  for (const int64_t point : read.results.Ranked("images.unseen.psnr_db")) {
    if (read.runs.size() == kPlotColors) break;  // more cannot be told apart
    const auto run = std::ranges::find(read.results.runs, point, &SweepRun::point);
    if (run == read.results.runs.end()) continue;
    read.runs.push_back(ReadReportedRun(sweep.run(run->item)));
    read.runs.back().name = read.results.plan.Describe(point);
  }
  return read;
}

}  // namespace isogs
