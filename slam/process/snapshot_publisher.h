// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "shared/core/background_job.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/gaussian_snapshot.h"

namespace isogs {

/// Publishes snapshots of the map on a thread of its own, straight from the map's memory: tracking, which
/// only reads the map, goes on meanwhile; mapping, which changes it, first calls WaitUntilIdle. A snapshot
/// that cannot be published (shared memory is full) is logged, each reason once. Calls from one thread.
class SnapshotPublisher {
 public:
  /// Throws Error if the channel cannot be made.
  SnapshotPublisher(const RoleLock& lock, std::chrono::milliseconds interval);

  /// Whether the interval since the last snapshot is over.
  bool IsDue() const;
  /// Begins to publish what `make_source` gives on that thread, which must not change until WaitUntilIdle has
  /// returned.
  void Start(std::function<SnapshotSource()> make_source);
  /// Waits until nothing of the map is being read.
  void WaitUntilIdle() { job_.WaitUntilIdle(); }
  /// Snapshots published so far.
  int64_t count() const { return count_; }
  /// Leaves the last one to readers that are not done.
  void LeaveBehind() { publisher_.writer().LeaveBehind(); }

 private:
  void TryPublish(const std::function<SnapshotSource()>& make_source);

  Publisher<SnapshotSource> publisher_;
  std::chrono::milliseconds interval_;
  std::optional<std::chrono::steady_clock::time_point> last_;
  std::string last_failure_;  // the worker's
  std::atomic<int64_t> count_ = 0;
  BackgroundJob job_{"snapshot"};  // last, so that it ends before what it uses
};

}  // namespace isogs
