// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "shared/geometry/pose.h"
#include "shared/types/tracking_state.h"

namespace isogs {

/// What is kept of every frame processed.
struct FrameRecord {
  int64_t dataset_index = 0;
  double timestamp_s = 0.0;
  Pose camera_from_map = Pose::Identity();
  std::optional<Pose> world_from_camera_truth;
  TrackingState state = TrackingState::kTracking;
};

}  // namespace isogs
