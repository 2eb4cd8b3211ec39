// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "jobs/sweep/sweep_results.h"
#include "report/reported_run.h"

namespace isogs {

/// Whether a sweep was begun there.
bool HoldsSweep(const std::filesystem::path& folder);

struct ReportedSweep {
  SweepResults results;
  std::vector<ReportedRun> runs;  ///< the first finished one of each of the best points, named by what varies
};

/// Throws UsageError if the sweep's files are damaged.
ReportedSweep ReadReportedSweep(const std::filesystem::path& folder);

}  // namespace isogs
