// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "jobs/batch.h"
#include "jobs/journal.h"
#include "shared/core/child_process.h"

namespace isogs {

/// How an item is run.
struct ItemConditions {
  int at_once = 1;                              ///< items, as it is told (kJobsVariable)
  std::optional<int> gpu;                       ///< the one that it sees (CUDA_VISIBLE_DEVICES)
  std::optional<std::chrono::seconds> timeout;  ///< how long it may take
};

/// Whether an item failed, by its last words, because the disk is full. It did nothing wrong, and so would
/// all that come behind it.
bool RanOutOfSpace(const ItemEnd& end);

/// The process of one item, its output in the item's log. One that takes too long is asked to end (SIGTERM),
/// ten seconds later killed. Destroyed while it runs, it is killed.
class ItemProcess {
 public:
  /// Throws Error if the log or the program cannot be opened.
  ItemProcess(const Batch& batch, int64_t item, const ItemConditions& conditions);

  int64_t item() const { return item_; }
  /// Nothing while it runs.
  std::optional<ItemEnd> Poll();
  /// Asks it to end.
  void Stop();

 private:
  using Clock = std::chrono::steady_clock;

  void EndIfLate();

  std::filesystem::path log_;
  int64_t item_;
  ItemConditions conditions_;
  Clock::time_point started_;
  std::optional<Clock::time_point> kill_at_;
  bool timed_out_ = false;
  ChildProcess child_;
};

}  // namespace isogs
