// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "jobs/sweep/sweep_results.h"

namespace isogs {

/// One HTML page that needs nothing else: frames/s against PSNR with the points that no other beats in both,
/// each metric against each variable with the repeats' spread, and a table that sorts by a click on a column.
std::string ToHtml(const SweepResults& results);

/// Parts of that page, for another: its head, and all below.
std::string SweepHead(const SweepResults& results);
std::string SweepSections(const SweepResults& results);

}  // namespace isogs
