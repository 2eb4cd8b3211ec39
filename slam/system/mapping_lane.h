// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <functional>

#include "shared/core/background_job.h"
#include "slam/mapping/mapper.h"

namespace isogs {

/// A frame that was mapped.
struct MappedFrame {
  int64_t position = 0;  // in the run
  MappingReport mapping;
  double map_ms = 0.0;
};

/// Makes one mapping call at a time on a thread of its own. Calls from one thread.
class MappingLane {
 public:
  /// Begins a call, when none is under way.
  void Start(std::function<MappedFrame()> call);
  /// Whether a call was begun whose result nobody has taken yet.
  bool IsUnderWay() const { return is_under_way_; }
  /// Whether its result is there.
  bool IsDone() { return is_under_way_ && job_.IsIdle(); }
  /// Waits for the result of the call under way; throws what it threw.
  MappedFrame Take();

 private:
  bool is_under_way_ = false;
  MappedFrame mapped_;            // the worker's while it works
  std::exception_ptr failure_;    // the worker's, too
  BackgroundJob job_{"mapping"};  // last, so that it ends before what it uses
};

}  // namespace isogs
