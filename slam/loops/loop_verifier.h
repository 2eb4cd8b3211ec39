// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "shared/config/loops_config.h"
#include "shared/config/tracking_config.h"
#include "slam/device/device_frame.h"
#include "slam/features/frame_features.h"
#include "slam/keyframes/keyframe_store.h"
#include "slam/tracking/tracking_kernels.h"

namespace isogs {

/// A motion between two keyframes on which alignments both ways agree.
struct VerifiedLoop {
  Pose frame_from_keyframe = Pose::Identity();
  Eigen::Matrix<double, 6, 6> information = Eigen::Matrix<double, 6, 6>::Zero();  // see AlignmentResult
};

/// Says whether a frame sees an old keyframe's surface again, and from where: aligned to it from the pose
/// that is believed or from one by features, aligned back, both sure, and both the same motion.
class LoopVerifier {
 public:
  /// `keyframes` must outlive it.
  LoopVerifier(const LoopsConfig& loops, const TrackingConfig& tracking, const TrackingKernels& kernels,
               const KeyframeStore& keyframes);

  /// Before the first Verify with that frame.
  void SetFrame(const DeviceFrame& frame);
  /// `frame_from_keyframe`: where to start; nothing: only by features.
  std::optional<VerifiedLoop> Verify(const Keyframe& keyframe,
                                     const std::optional<Pose>& frame_from_keyframe);

 private:
  std::optional<VerifiedLoop> AlignBothWays(const Keyframe& keyframe, const Pose& start);
  std::optional<Pose> StartByFeatures(const Keyframe& keyframe);

  LoopsConfig loops_;
  TrackingConfig tracking_;
  TrackingKernels kernels_;
  const KeyframeStore& keyframes_;
  const DeviceFrame* frame_ = nullptr;
  std::optional<FrameFeatures> frame_features_;
  DecodedFrame decoded_;
  FrameView view_;  // of the keyframe, in `decoded_`
};

}  // namespace isogs
