// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "jobs/batch.h"
#include "jobs/job_options.h"
#include "jobs/journal.h"
#include "shared/core/stop_signal.h"
#include "shared/log/progress_line.h"

namespace isogs {

/// A batch under way: what an engine needs of it.
class BatchRun {
 public:
  BatchRun(const Batch& batch, const JobOptions& options, JournalReader& journal);

  const Batch& batch() const { return batch_; }
  const JobOptions& options() const { return options_; }
  const JournalReader& journal() const { return journal_; }
  bool stopping() const { return stop_.requested() != 0; }

  /// The first item from `begin` on that is to be run.
  std::optional<int64_t> NextDue(int64_t begin) const;
  /// The first from `begin` on of which no end is known although it was due: it was begun or, unless only
  /// failed items are run, never was.
  std::optional<int64_t> NextVanished(int64_t begin) const;
  /// Reads the journal and shows what is new there.
  void Show(int64_t running);
  void Finish() { line_.Finish(); }

 private:
  const Batch& batch_;
  const JobOptions& options_;
  JournalReader& journal_;
  StopSignal stop_;
  bool stop_is_said_ = false;
  ProgressLine line_;
};

}  // namespace isogs
