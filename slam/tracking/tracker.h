// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "run/frame_record.h"
#include "run/motion_model.h"
#include "shared/config/tracking_config.h"
#include "shared/geometry/pose.h"
#include "slam/device/device_frame.h"
#include "slam/keyframes/keyframe_store.h"
#include "slam/tracking/feature_start.h"
#include "slam/tracking/judgement.h"
#include "slam/tracking/pose_refiner.h"
#include "slam/tracking/recent_frame.h"
#include "slam/tracking/tracking_kernels.h"

namespace isogs {

/// What tracking found for one frame.
struct TrackingReport {
  Pose camera_from_map = Pose::Identity();
  TrackingState state = TrackingState::kTracking;
  Doubt doubt = Doubt::kNone;  // why it is not kTracking
  bool relocalized = false;
  AlignmentResult alignment;         // of the start that was kept
  std::optional<int64_t> reference;  // timestep of the keyframe that it is against; nothing: it was none
  RefinementResult refinement;
};

/// Finds each frame's pose against the map: predict, align, refine, judge (docs/method.md, "Tracking").
class Tracker {
 public:
  /// `keyframes` must outlive it.
  Tracker(const TrackingConfig& config, const TrackingKernels& kernels, const KeyframeStore& keyframes);

  TrackingReport Track(const DeviceFrame& frame, const GaussianView& map);
  /// Takes a pose as given: the first frame's, or a data set's.
  void SetPose(const Pose& camera_from_map);

  /// Keeps a frame that is kTracking for the next ones to be aligned against.
  void Remember(std::shared_ptr<const DeviceFrame> frame, const Pose& camera_from_map);

  /// Which keyframes frames may be aligned to while they are not lost; empty: all. Those added later may be,
  /// too.
  void SetUsable(std::vector<bool> keyframes) { usable_ = std::move(keyframes); }

  /// Takes corrected poses of the newest frame and of the remembered one.
  void Correct(const Pose& newest_from_map, const Pose& remembered_from_map);

  /// Beside the remembered frame, all that one frame leaves for the next.
  const MotionModel& motion() const { return motion_; }
  void set_motion(const MotionModel& motion) { motion_ = motion; }

 private:
  /// A pose with the alignment that led to it.
  struct Candidate {
    Pose camera_from_map = Pose::Identity();
    AlignmentResult alignment;
    std::optional<int64_t> reference;  // see TrackingReport
  };

  /// Against what ChooseReference gives at `predicted`.
  Candidate AlignToReference(const DeviceFrame& frame, const GaussianView& map, const Pose& predicted);
  Candidate AlignToKeyframe(const DeviceFrame& frame, const Keyframe& keyframe, const Pose& predicted);
  Candidate AlignToRecent(const DeviceFrame& frame, const Pose& predicted);
  /// Against the map's view from `view_from_map`.
  Candidate AlignToMap(const DeviceFrame& frame, const GaussianView& map, const Pose& view_from_map);
  /// Against the view that the aligner was given.
  Candidate AlignToView(const DeviceFrame& frame, const Pose& view_from_map, const Pose& predicted);
  /// Other references and starts for an alignment that is in doubt; `best` becomes what agrees best of all.
  void TryOtherStarts(const DeviceFrame& frame, const GaussianView& map, const Pose& predicted,
                      Candidate* best);
  /// Sets the report's state, and its pose from the refinement.
  void Refine(const DeviceFrame& frame, const GaussianView& map, TrackingReport& report);
  void Relocalize(const DeviceFrame& frame, const GaussianView& map, TrackingReport& report);
  /// The images of a keyframe, decoded anew only where they are not the last one's.
  FrameView ImagesOf(const Keyframe& keyframe);

  TrackingConfig config_;
  TrackingKernels kernels_;
  const KeyframeStore& keyframes_;
  PoseRefiner refiner_;
  MotionModel motion_;
  RecentFrame recent_;
  FeatureStart feature_start_;
  std::vector<bool> usable_;
  DeviceBuffer view_planes_;
  DecodedFrame decoded_;                              // a keyframe's images
  std::shared_ptr<const CompactFrame> decoded_from_;  // whose
  FrameView decoded_view_;
};

}  // namespace isogs
