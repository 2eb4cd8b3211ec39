// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "jobs/batch.h"
#include "jobs/job_options.h"

namespace isogs {

/// What came of a batch.
struct BatchOutcome {
  int64_t done = 0;
  int64_t failed = 0;
  int64_t left = 0;  ///< not run, or not to their end

  bool complete(const Batch& batch) const { return done == batch.items; }
};

/// Runs the items of a batch that are not done yet, and shows how far it is. Starting again skips what is
/// done, and what failed unless that is asked for. Ctrl-C (or SIGTERM) starts no more items and lets those
/// that run finish; a second one ends them.
///
/// Throws UsageError if another batch lies in the directory, another process runs this one, or the engine is
/// not there; Error if the journal cannot be written.
BatchOutcome RunBatch(const Batch& batch, const JobOptions& options);

/// Throws Error in one line that says what is missing, unless all is done.
void RequireComplete(const Batch& batch, const BatchOutcome& outcome);

}  // namespace isogs
