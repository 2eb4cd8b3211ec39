// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "shared/geometry/pose.h"
#include "shared/types/tracking_state.h"

namespace isogs {

/// What is kept of every frame processed.
struct FrameRecord {
  int64_t dataset_index = 0;
  double timestamp_s = 0.0;
  Pose camera_from_map = Pose::Identity();         // as known now
  Pose online_camera_from_map = Pose::Identity();  // as known when the frame was done; in checkpoints only
  std::optional<Pose> world_from_camera_truth;
  TrackingState state = TrackingState::kTracking;
};

/// Whether a frame was taken as the map's first camera: the first that has depth, or the first at all on a
/// map made elsewhere. Those before it are lost.
inline bool HasBegun(const std::vector<FrameRecord>& frames) {
  return std::ranges::any_of(frames,
                             [](const FrameRecord& frame) { return frame.state != TrackingState::kLost; });
}

/// The newest frame that is kTracking; null where none is.
inline const FrameRecord* NewestTracked(const std::vector<FrameRecord>& frames) {
  const auto found = std::find_if(frames.rbegin(), frames.rend(), [](const FrameRecord& frame) {
    return frame.state == TrackingState::kTracking;
  });
  return found == frames.rend() ? nullptr : &*found;
}

/// Whether poses are no longer what they were when their frames were done.
inline bool IsCorrected(const std::vector<FrameRecord>& frames) {
  return std::ranges::any_of(frames, [](const FrameRecord& frame) {
    return frame.camera_from_map.matrix() != frame.online_camera_from_map.matrix();
  });
}

}  // namespace isogs
