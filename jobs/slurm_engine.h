// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jobs/batch_run.h"

namespace isogs {

/// Gives the items that are due to Slurm as job arrays and waits until these have ended; each task is `isogs
/// jobs item`, which writes to the batch's journal. Arrays that an earlier call left in Slurm's hands are
/// waited for. Tasks that vanish without a word (a killed process, a node that went away) are given to Slurm
/// once more. A stop takes back what has not begun, and waits for what runs.
void RunOnSlurm(BatchRun& run);

}  // namespace isogs
