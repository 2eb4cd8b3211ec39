// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jobs/batch.h"
#include "jobs/sweep/sweep_plan.h"
#include "run/figures_file.h"

namespace isogs {

/// What one run of a sweep reached.
struct SweepRun {
  int64_t item = 0;
  int64_t point = 0;
  int64_t repeat = 0;
  Figures metrics;  ///< of evaluation.json, e.g. "images.unseen.psnr_db"
};

/// One metric of one point over its repeats.
struct Spread {
  double mean = 0.0;
  double low = 0.0;
  double high = 0.0;
  int64_t runs = 0;  ///< 0: no run has it
};

/// What a sweep's runs reached, those that the journal calls done.
struct SweepResults {
  SweepPlan plan;
  std::vector<SweepRun> runs;        ///< by item
  std::vector<std::string> metrics;  ///< all that some run has

  Spread Of(int64_t point, const std::string& metric) const;
  /// Points with runs, the best first.
  std::vector<int64_t> Ranked(const std::string& metric) const;
};

/// Whether more of a metric is better: PSNR, SSIM, frames/s, F1, ...
bool MoreIsBetter(const std::string& metric);

SweepResults ReadResults(const SweepPlan& plan, const Batch& batch);

/// A row a run: item, point, repeat, the variables, the metrics.
std::string ToCsv(const SweepResults& results);

/// A row a point, the best first by `sort`, for a terminal. Throws UsageError if no run has that metric.
std::string ToTable(const SweepResults& results, const std::string& sort);

}  // namespace isogs
