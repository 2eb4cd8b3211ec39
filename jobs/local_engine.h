// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jobs/batch_run.h"

namespace isogs {

/// Runs the items that are due as processes of this machine, up to JobOptions::jobs at once, until none is
/// left or a stop was asked for and those that ran have ended. Throws Error where the disk is full: those
/// that ran are killed and stay to be done.
void RunOnThisMachine(BatchRun& run);

/// Runs one item and writes its start and end to the journal. If this process is asked to end, the item is,
/// too; then, and where the disk is full, nothing more is written: it stays to be done. Returns whether the
/// item succeeded.
bool RunOneItem(const Batch& batch, int64_t item, const JobOptions& options);

}  // namespace isogs
