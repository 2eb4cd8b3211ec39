// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/parallel.h"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

// ThreadSanitizer cannot see how oneTBB, which is not built with it, orders a loop and its pieces. It is told
// that order, and that what oneTBB does to its own tasks is no race, nor what OpenCV, which is not built with
// it either, does in oneTBB's threads; our loop bodies stay under its eyes.
#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
extern "C" const char* __tsan_default_suppressions() {  // NOLINT: the sanitizer's name
  return R"(race_top:oneapi/tbb/
race_top:libtbb
race:libopencv_
race_top:shared/core/parallel.cpp
race:tbb::detail::d1::tree_node::tree_node
race:tbb::detail::d1::fold_tree
)";
}
#define ISOGS_TSAN_RELEASE(address) __tsan_release(address)
#define ISOGS_TSAN_ACQUIRE(address) __tsan_acquire(address)
#else
#define ISOGS_TSAN_RELEASE(address) static_cast<void>(address)
#define ISOGS_TSAN_ACQUIRE(address) static_cast<void>(address)
#endif

namespace isogs {

struct ThreadLimit::Impl {
  oneapi::tbb::global_control control;
};

ThreadLimit::ThreadLimit(int threads)
    : impl_(
          new Impl{{oneapi::tbb::global_control::max_allowed_parallelism,
                    static_cast<size_t>(threads > 0 ? threads : oneapi::tbb::info::default_concurrency())}}) {
}

ThreadLimit::~ThreadLimit() { delete impl_; }

namespace {

/// What the pieces of a loop throw. oneTBB must not see it: it would cancel the loop, and for that 2021.8
/// looks at all task groups, also those of Embree's scenes that were made in a loop that has ended, whose
/// memory may hold anything by then.
class FirstFailure {
 public:
  /// Calls `body`, unless a piece has failed already.
  template <typename Body>
  void Guard(int64_t piece, const Body& body) {
    if (failed_.load(std::memory_order_relaxed)) return;
    try {
      body();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (exception_ == nullptr || piece < piece_) {
        exception_ = std::current_exception();
        piece_ = piece;
      }
      failed_.store(true, std::memory_order_relaxed);
    }
  }
  /// Of those that failed, what the first piece threw.
  void Rethrow() const {
    if (exception_ != nullptr) std::rethrow_exception(exception_);
  }

 private:
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  std::exception_ptr exception_;
  int64_t piece_ = 0;
};

}  // namespace

void ParallelFor(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)>& body) {
  const int64_t pieces = PieceCount(count, grain);
  if (pieces <= 0) return;
  if (pieces == 1) {
    body(0, count);
    return;
  }
  char start = 0, end = 0;  // their addresses name the two orders
  FirstFailure failure;
  ISOGS_TSAN_RELEASE(&start);
  oneapi::tbb::parallel_for(
      oneapi::tbb::blocked_range<int64_t>(0, pieces, 1),
      [&](const oneapi::tbb::blocked_range<int64_t>& range) {
        ISOGS_TSAN_ACQUIRE(&start);
        for (int64_t piece = range.begin(); piece < range.end(); ++piece) {
          failure.Guard(piece, [&] { body(piece * grain, std::min((piece + 1) * grain, count)); });
        }
        ISOGS_TSAN_RELEASE(&end);
      },
      oneapi::tbb::simple_partitioner());
  ISOGS_TSAN_ACQUIRE(&end);
  failure.Rethrow();
}

}  // namespace isogs
