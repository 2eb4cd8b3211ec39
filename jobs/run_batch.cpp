// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/run_batch.h"

#include <spdlog/spdlog.h>

#include <cstdio>
#include <string>

#include "jobs/batch_run.h"
#include "jobs/journal.h"
#include "jobs/local_engine.h"
#include "jobs/slurm_engine.h"
#include "shared/core/error.h"
#include "shared/core/stop_signal.h"
#include "shared/core/text.h"
#include "shared/ipc/role_lock.h"

namespace isogs {
namespace {

constexpr int kShownItems = 5;  // of a dry run

void ShowPlan(const BatchRun& run) {
  int64_t due = 0;
  std::string lines;
  for (auto item = run.NextDue(0); item; item = run.NextDue(*item + 1)) {
    if (due < kShownItems) lines += ShellQuoted(run.batch().CommandOf(*item)) + "\n";
    ++due;
  }
  std::printf("%s: %lld of %lld items to run\n%s%s", run.batch().directory.c_str(),
              static_cast<long long>(due), static_cast<long long>(run.batch().items), lines.c_str(),
              due > kShownItems ? "...\n" : "");
}

BatchOutcome OutcomeOf(const JournalReader& journal) {
  return {.done = journal.count(ItemState::kDone),
          .failed = journal.count(ItemState::kFailed),
          .left = journal.count(ItemState::kPending) + journal.count(ItemState::kStarted)};
}

}  // namespace

BatchOutcome RunBatch(const Batch& batch, const JobOptions& options) {
  JournalReader journal(batch.journal(), batch.items);
  if (options.dry_run) {
    journal.Update();
    ShowPlan(BatchRun(batch, options, journal));
    return OutcomeOf(journal);
  }
  BeginOrContinue(batch);
  const RoleLock lock = RoleLock::Acquire(batch.directory, Role::kJobs);
  journal.Update();
  if (const int64_t lines = journal.foreign_lines(); lines > 0) {
    spdlog::warn("{}: {} lines are no events and were skipped", batch.journal().string(), lines);
  }
  IgnoreClosedPipes();
  BatchRun run(batch, options, journal);
  if (options.engine == JobEngine::kSlurm) {
    RunOnSlurm(run);
  } else {
    RunOnThisMachine(run);
  }
  run.Finish();
  return OutcomeOf(journal);
}

void RequireComplete(const Batch& batch, const BatchOutcome& outcome) {
  if (outcome.complete(batch)) return;
  std::string text =
      fmt::format("{}: {} of {} items are done", batch.directory.string(), outcome.done, batch.items);
  if (outcome.left > 0) text += fmt::format(", {} are left (the same command goes on)", outcome.left);
  if (outcome.failed > 0) text += fmt::format(", {} failed (--retry-failed runs them again)", outcome.failed);
  throw Error(text);
}

}  // namespace isogs
