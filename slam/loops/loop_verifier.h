// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "shared/config/loops_config.h"
#include "shared/config/tracking_config.h"
#include "slam/tracking/feature_start.h"
#include "slam/tracking/reference_aligner.h"

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
               const KeyframeStore& keyframes)
      : loops_(loops), tracking_(tracking), aligner_(tracking, kernels, keyframes) {}

  /// `frame_from_keyframe`: where to start; nothing: only by features.
  std::optional<VerifiedLoop> Verify(const DeviceFrame& frame, const Keyframe& keyframe,
                                     const std::optional<Pose>& frame_from_keyframe);

 private:
  std::optional<VerifiedLoop> AlignBothWays(const DeviceFrame& frame, const Keyframe& keyframe,
                                            const Pose& start);

  LoopsConfig loops_;
  TrackingConfig tracking_;
  ReferenceAligner aligner_;
  FeatureStart features_;
};

}  // namespace isogs
