// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/config/tracking_config.h"
#include "shared/geometry/pose.h"
#include "slam/backend.h"
#include "slam/device_frame.h"
#include "slam/frame_record.h"
#include "slam/mapping/keyframe.h"
#include "slam/tracking/motion_model.h"
#include "slam/tracking/pose_refiner.h"

namespace isogs {

/// What tracking found for one frame.
struct TrackingReport {
  Pose camera_from_map = Pose::Identity();
  TrackingState state = TrackingState::kTracking;
  bool relocalized = false;
  AlignmentResult alignment;  // of the start that was kept
  RefinementResult refinement;
};

/// Finds each frame's pose against the map: predict, align, refine, judge (DESIGN.md section 5).
class Tracker {
 public:
  Tracker(const TrackingConfig& config, Backend& backend);

  TrackingReport Track(const DeviceFrame& frame, const GaussianView& map,
                       const std::vector<Keyframe>& keyframes);
  /// Takes a pose as given: the first frame's, or a data set's.
  void SetPose(const Pose& camera_from_map);

  /// All that one frame leaves for the next.
  const MotionModel& motion() const { return motion_; }
  void set_motion(const MotionModel& motion) { motion_ = motion; }

 private:
  /// A pose with the alignment that led to it.
  struct Candidate {
    Pose camera_from_map = Pose::Identity();
    AlignmentResult alignment;
  };

  /// Against the keyframe that `frame` shares enough with at `predicted`; against the map where none does.
  Candidate AlignToReference(const DeviceFrame& frame, const GaussianView& map,
                             const std::vector<Keyframe>& keyframes, const Pose& predicted);
  Candidate AlignToKeyframe(const DeviceFrame& frame, const Keyframe& keyframe, const Pose& predicted);
  /// Against the map's view from `view_from_map`.
  Candidate AlignToMap(const DeviceFrame& frame, const GaussianView& map, const Pose& view_from_map);
  /// Against the view that the aligner was given.
  Candidate AlignToView(const DeviceFrame& frame, const Pose& view_from_map, const Pose& predicted);
  /// Sets the report's state, and its pose from the refinement.
  void Refine(const DeviceFrame& frame, const GaussianView& map, TrackingReport& report);
  TrackingState JudgeAlignment(const AlignmentResult& alignment) const;
  void Relocalize(const DeviceFrame& frame, const GaussianView& map, const std::vector<Keyframe>& keyframes,
                  TrackingReport& report);

  TrackingConfig config_;
  Backend& backend_;
  PoseRefiner refiner_;
  MotionModel motion_;
  DeviceBuffer view_planes_;
};

}  // namespace isogs
