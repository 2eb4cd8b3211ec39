// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "report/reported_run.h"

namespace isogs {

/// A strip a run, coloured by what tracking thought of each frame: of the frames that share a pixel by the
/// worst. A mark where a loop was closed.
std::string StateStrips(std::span<const ReportedRun> runs);

}  // namespace isogs
