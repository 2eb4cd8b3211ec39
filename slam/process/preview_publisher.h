// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "shared/core/background_job.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/preview.h"
#include "slam/system/slam_system.h"

namespace isogs {

/// Publishes pictures of what SLAM works on: the newest keyframe, and how mapping saw the map from there.
/// Makes them on a thread of its own, of what mapping has rendered anyway. A picture that cannot be published
/// is logged, each reason once. Calls from one thread.
class PreviewPublisher {
 public:
  /// Throws Error if the channel cannot be made.
  PreviewPublisher(const RoleLock& lock, std::chrono::milliseconds interval);

  /// Whether the interval since the last one is over, and it is done.
  bool IsDue();
  /// Begins to publish the newest keyframe of `system`, just after it was mapped. While IsDue.
  void Start(const SlamSystem& system);
  /// Leaves the last one to readers that are not done.
  void LeaveBehind() { publisher_.writer().LeaveBehind(); }

 private:
  void TryPublish(const Keyframe& keyframe);

  Publisher<Preview> publisher_;
  std::chrono::milliseconds interval_;
  std::optional<std::chrono::steady_clock::time_point> last_;
  Image<float> planes_;           // [5,H,W], of the map; the worker's while it is not idle
  std::string last_failure_;      // the worker's
  BackgroundJob job_{"preview"};  // last, so that it ends before what it uses
};

}  // namespace isogs
