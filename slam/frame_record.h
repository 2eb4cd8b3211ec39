// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "shared/geometry/pose.h"

namespace isogs {

/// How sure tracking is of a frame's pose (DESIGN.md section 5, stage 4). The numbers stand in files.
enum class TrackingState : int32_t { kTracking = 0, kUncertain = 1, kLost = 2 };

inline const char* ToString(TrackingState state) {
  constexpr const char* kNames[] = {"tracking", "uncertain", "lost"};
  return kNames[static_cast<int32_t>(state)];
}

/// What is kept of every frame processed.
struct FrameRecord {
  int64_t dataset_index = 0;
  double timestamp_s = 0.0;
  Pose camera_from_map = Pose::Identity();
  std::optional<Pose> world_from_camera_truth;
  TrackingState state = TrackingState::kTracking;
};

}  // namespace isogs
