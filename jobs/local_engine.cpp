// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/local_engine.h"

#include <signal.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include "jobs/item_process.h"
#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr timespec kLook = {.tv_sec = 0, .tv_nsec = 200'000'000};  // at timeouts and stops, at least so often

/// Waits for the end of a child. While it lives, SIGCHLD is blocked in this thread.
class ChildWatch {
 public:
  ChildWatch() {
    sigemptyset(&child_);
    sigaddset(&child_, SIGCHLD);
    pthread_sigmask(SIG_BLOCK, &child_, &before_);
  }
  ~ChildWatch() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  ChildWatch(const ChildWatch&) = delete;
  ChildWatch& operator=(const ChildWatch&) = delete;

  /// Until a child ends, a signal comes, or a while has passed.
  void Wait() const { sigtimedwait(&child_, nullptr, &kLook); }

 private:
  sigset_t child_, before_;
};

ItemConditions ConditionsOf(const JobOptions& options, size_t slot) {
  ItemConditions conditions;
  conditions.at_once = options.jobs;
  if (options.gpus > 0) conditions.gpu = static_cast<int>(slot) % options.gpus;
  if (options.timeout_s) conditions.timeout = std::chrono::seconds(*options.timeout_s);
  return conditions;
}

/// The item stays to be done.
[[noreturn]] void ThrowOutOfSpace(BatchRun& run, const ItemEnd& end) {
  run.Finish();
  throw Error(fmt::format("item {}: {}; what is done is kept, the same command goes on where there is space",
                          end.item, end.error));
}

}  // namespace

void RunOnThisMachine(BatchRun& run) {
  const ChildWatch children;
  Journal journal(run.batch().journal());
  std::vector<std::unique_ptr<ItemProcess>> slots(static_cast<size_t>(run.options().jobs));
  std::optional<int64_t> next = run.NextDue(0);
  for (;;) {
    for (size_t slot = 0; slot < slots.size() && next && !run.stopping(); ++slot) {
      if (slots[slot]) continue;
      journal.Start(*next);
      slots[slot] = std::make_unique<ItemProcess>(run.batch(), *next, ConditionsOf(run.options(), slot));
      next = run.NextDue(*next + 1);
    }
    for (auto& slot : slots) {
      if (!slot) continue;
      const std::optional<ItemEnd> end = slot->Poll();
      if (!end) continue;
      if (RanOutOfSpace(*end)) ThrowOutOfSpace(run, *end);
      journal.End(*end);
      slot.reset();
    }
    const auto running = std::ranges::count_if(slots, [](const auto& slot) { return slot != nullptr; });
    run.Show(running);
    if (running == 0 && (!next || run.stopping())) return;
    if (running > 0) children.Wait();
  }
}

bool RunOneItem(const Batch& batch, int64_t item, const JobOptions& options) {
  const ChildWatch children;
  const StopSignal stop;
  Journal journal(batch.journal());
  journal.Start(item);
  ItemProcess process(batch, item, ConditionsOf(options, 0));
  bool stopped = false;
  for (;;) {
    if (const std::optional<ItemEnd> end = process.Poll()) {
      if (end->succeeded() || !(stopped || RanOutOfSpace(*end))) journal.End(*end);
      return end->succeeded();
    }
    if (stop.requested() != 0 && !stopped) {
      stopped = true;
      process.Stop();
    }
    children.Wait();
  }
}

}  // namespace isogs
