// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/parallel.h"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>

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

void ParallelFor(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)>& body) {
  const int64_t pieces = PieceCount(count, grain);
  if (pieces <= 0) return;
  if (pieces == 1) {
    body(0, count);
    return;
  }
  oneapi::tbb::parallel_for(
      oneapi::tbb::blocked_range<int64_t>(0, pieces, 1),
      [&](const oneapi::tbb::blocked_range<int64_t>& range) {
        for (int64_t piece = range.begin(); piece < range.end(); ++piece) {
          body(piece * grain, std::min((piece + 1) * grain, count));
        }
      },
      oneapi::tbb::simple_partitioner());
}

}  // namespace isogs
