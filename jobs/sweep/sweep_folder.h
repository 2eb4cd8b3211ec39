// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "jobs/batch.h"
#include "jobs/sweep/sweep_plan.h"

namespace isogs {

/// What lies in a sweep's folder: sweep.yaml and base.yaml, the plan and the base configuration as they were
/// when it began, runs/000012 for item 12, results.csv and results.html.
class SweepFolder {
 public:
  explicit SweepFolder(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path plan() const { return path_ / "sweep.yaml"; }
  std::filesystem::path base() const { return path_ / "base.yaml"; }
  std::filesystem::path run(int64_t item) const;
  std::filesystem::path csv() const { return path_ / "results.csv"; }
  std::filesystem::path page() const { return path_ / "results.html"; }

 private:
  std::filesystem::path path_;
};

/// Throws UsageError if the plan's base configuration with the values of any of its points is wrong, naming
/// the point.
void CheckPoints(const SweepPlan& plan);

/// The sweep as a batch, its folder made or found to hold the same sweep. Throws UsageError if another lies
/// there.
Batch BeginSweep(const SweepPlan& plan);

/// The same without touching the disk.
Batch BatchOf(const SweepPlan& plan);

/// Runs SLAM and evaluate for one item of the sweep in `folder`; an item that was begun goes on from its
/// newest checkpoint. Throws Error if either fails.
void RunSweepItem(const SweepFolder& folder, int64_t item);

}  // namespace isogs
