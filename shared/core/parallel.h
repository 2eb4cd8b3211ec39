// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace isogs {

/// Limits the threads of every parallel loop for as long as it lives. 0: all processors.
class ThreadLimit {
 public:
  explicit ThreadLimit(int threads);
  ~ThreadLimit();
  ThreadLimit(const ThreadLimit&) = delete;
  ThreadLimit& operator=(const ThreadLimit&) = delete;

 private:
  struct Impl;
  Impl* impl_;
};

/// Calls `body(begin, end)` for the pieces [k grain, min((k + 1) grain, count)) of [0, count), in parallel,
/// in any order. Where the pieces begin depends on `count` and `grain` alone, never on the number of threads:
/// a result assembled piece by piece in index order is the same bit for bit on any machine. What `body`
/// throws first is passed on; pieces that have not begun are left out.
void ParallelFor(int64_t count, int64_t grain, const std::function<void(int64_t begin, int64_t end)>& body);

/// Number of pieces that ParallelFor makes of `count`.
inline int64_t PieceCount(int64_t count, int64_t grain) { return (count + grain - 1) / grain; }

}  // namespace isogs
