// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/config/tracking_config.h"
#include "shared/geometry/pose.h"
#include "slam/backend.h"
#include "slam/device_frame.h"
#include "slam/mapping/mapper.h"

namespace isogs {

enum class TrackingState { kTracking, kUncertain, kLost };
const char* ToString(TrackingState state);

/// What tracking found for one frame.
struct TrackingReport {
  Pose camera_from_map = Pose::Identity();
  TrackingState state = TrackingState::kTracking;
  bool relocalized = false;
  AlignmentResult alignment;
  int refinement_iterations = 0;
  double loss_per_pixel = 0.0;  // render loss at the pose kept, over the mask; 0 if not evaluated
};

/// Finds each frame's pose against the map: predict, align, refine, judge (DESIGN.md section 5).
class Tracker {
 public:
  Tracker(const TrackingConfig& config, Backend& backend);

  TrackingReport Track(const DeviceFrame& frame, const GaussianView& map,
                       const std::vector<Keyframe>& keyframes);
  /// Takes a pose as given: the first frame's, or a data set's.
  void SetPose(const Pose& camera_from_map);

 private:
  Pose Predict() const;
  AlignmentResult AlignAt(const DeviceFrame& frame, const GaussianView& map, const Pose& view_from_map,
                          Pose* camera_from_map);
  void Refine(const DeviceFrame& frame, const GaussianView& map, TrackingReport* report);
  bool Relocalize(const DeviceFrame& frame, const GaussianView& map, const std::vector<Keyframe>& keyframes,
                  TrackingReport* report);

  TrackingConfig config_;
  Backend& backend_;
  Pose last_ = Pose::Identity();    // camera_from_map of the newest frame
  Pose motion_ = Pose::Identity();  // newest camera from the one before it
  DeviceBuffer planes_;
  DeviceBuffer plane_gradients_;
};

}  // namespace isogs
