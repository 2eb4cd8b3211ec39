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
#include "slam/tracking/camera_speed.h"
#include "slam/tracking/feature_start.h"
#include "slam/tracking/judgement.h"
#include "slam/tracking/keyframe_check.h"
#include "slam/tracking/map_access.h"
#include "slam/tracking/pose_refiner.h"
#include "slam/tracking/recent_frame.h"
#include "slam/tracking/reference_aligner.h"
#include "slam/tracking/relocalizer.h"
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
  std::optional<CameraSpeed> speed;  // that the pose says, unless relocalized; nothing: unknown
};

/// Finds each frame's pose against the map: predict, align, refine, judge (docs/method.md, "Tracking").
class Tracker {
 public:
  /// `keyframes` must outlive it.
  Tracker(const TrackingConfig& config, const TrackingKernels& kernels, const KeyframeStore& keyframes);

  TrackingReport Track(const DeviceFrame& frame, const MapAccess& map);
  /// Finds the pose of a frame that may be anywhere in the map: kLost where it finds none.
  TrackingReport Locate(const DeviceFrame& frame, const MapAccess& map);
  /// Takes a pose as given: the first frame's, or a data set's.
  void SetPose(const Pose& camera_from_map);

  /// Keeps a frame that is kTracking for the next ones to be aligned against.
  void Remember(std::shared_ptr<const DeviceFrame> frame, const Pose& camera_from_map);

  /// Which keyframes frames may be aligned to while they are not lost; empty: all. Those added later may be,
  /// too.
  void SetUsable(std::vector<bool> keyframes) { aligner_.SetUsable(std::move(keyframes)); }

  /// Of the newest keyframes (tracking.judgement.suspect_keyframes), those that older ones contradict.
  std::vector<KeyframeVerdict> FindContradicted();

  /// Forgets the remembered frame.
  void Forget() { recent_ = {}; }

  /// Takes corrected poses of the newest frame and of the remembered one.
  void Correct(const Pose& newest_from_map, const Pose& remembered_from_map);

  /// Of the remembered frame; 0: there is none.
  uint64_t remembered_image_hash() const {
    return recent_.frame == nullptr ? 0 : recent_.frame->image_hash();
  }

  /// Beside the remembered frame, all that one frame leaves for the next.
  const MotionModel& motion() const { return motion_; }
  void set_motion(const MotionModel& motion) { motion_ = motion; }
  void set_in_doubt(bool in_doubt) { in_doubt_ = in_doubt; }

 private:
  /// Other references and starts for an alignment that is in doubt; `best` becomes what agrees best of all.
  void TryOtherStarts(const DeviceFrame& frame, const MapAccess& map, const Pose& predicted,
                      AlignedPose* best);
  /// Sets the report's state, and its pose from the refinement.
  void Refine(const DeviceFrame& frame, const MapAccess& map, TrackingReport& report);
  /// Doubts a pose that no hand could have reached since the recent frame.
  void JudgeSpeed(const DeviceFrame& frame, TrackingReport& report) const;
  /// A frame that follows one in doubt started from a pose that may be wrong, so that the map has to agree.
  void ConfirmAfterDoubt(const DeviceFrame& frame, const MapAccess& map, TrackingReport& report);
  /// The report becomes what was found elsewhere, if anything was.
  void Relocalize(const DeviceFrame& frame, const MapAccess& map, TrackingReport& report);
  /// Of a frame that nothing can be said about.
  TrackingReport Lost();
  /// The next frame starts from what was found of this one.
  void Continue(TrackingReport& report);

  TrackingConfig config_;
  ReferenceAligner aligner_;
  FeatureStart feature_start_;
  Relocalizer relocalizer_;
  KeyframeCheck check_;
  const KeyframeStore& keyframes_;
  PoseRefiner refiner_;
  MotionModel motion_;
  bool in_doubt_ = false;  // whether the last frame was not kTracking
  RecentFrame recent_;
};

}  // namespace isogs
