// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/batch_run.h"

#include <spdlog/spdlog.h>

#include <iostream>
#include <string>

namespace isogs {
namespace {

std::string Outcome(const ItemEnd& end) {
  if (end.succeeded()) return "done";
  if (end.timed_out) return "took too long";
  if (end.signal != 0) return fmt::format("ended by signal {}", end.signal);
  return fmt::format("failed with code {}", end.code);
}

}  // namespace

BatchRun::BatchRun(const Batch& batch, const JobOptions& options, JournalReader& journal)
    : batch_(batch),
      options_(options),
      journal_(journal),
      line_(std::cout, StdoutIsTerminal(), StdoutColumns()) {}

std::optional<int64_t> BatchRun::NextDue(int64_t begin) const {
  for (int64_t item = begin; item < batch_.items; ++item) {
    const ItemState state = journal_.state(item);
    if (options_.retry_failed ? state == ItemState::kFailed
                              : state == ItemState::kPending || state == ItemState::kStarted) {
      return item;
    }
  }
  return std::nullopt;
}

std::optional<int64_t> BatchRun::NextVanished(int64_t begin) const {
  for (int64_t item = begin; item < batch_.items; ++item) {
    const ItemState state = journal_.state(item);
    if (state == ItemState::kStarted || (state == ItemState::kPending && !options_.retry_failed)) return item;
  }
  return std::nullopt;
}

void BatchRun::Show(int64_t running) {
  journal_.Update([&](const ItemEnd& end) {
    if (end.succeeded() && !options_.verbose) return;
    line_.Interrupt();
    spdlog::log(end.succeeded() ? spdlog::level::info : spdlog::level::warn,
                "item {}: {} after {:.1f} s, {} MiB{}{}", end.item, Outcome(end), end.seconds,
                end.peak_memory_bytes >> 20, end.error.empty() ? "" : ": ", end.error);
  });
  line_.Update({.unit = "item",
                .frame = journal_.count(ItemState::kDone),
                .frames = batch_.items,
                .failed = journal_.count(ItemState::kFailed),
                .running = running});
  if (!stopping() || stop_is_said_) return;
  stop_is_said_ = true;
  line_.Interrupt();
  spdlog::warn("no more items are started; waiting for {} that run (Ctrl-C again ends them)", running);
}

}  // namespace isogs
