// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "jobs/sweep/sweep_results.h"
#include "report/reported_run.h"

namespace isogs {

/// One page that needs nothing else, of one run or of several side by side.
std::string ReportPage(std::span<const ReportedRun> runs);

/// The same of a sweep: its points' figures first, then curves of `runs`, some of its points.
std::string SweepReportPage(const SweepResults& results, std::span<const ReportedRun> runs);

}  // namespace isogs
