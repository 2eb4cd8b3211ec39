// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/config/tracking_config.h"
#include "shared/geometry/pose.h"
#include "slam/device/device_frame.h"
#include "slam/keyframes/keyframe_store.h"
#include "slam/tracking/recent_frame.h"
#include "slam/tracking/tracking_kernels.h"

namespace isogs {

/// A pose with the alignment that led to it.
struct AlignedPose {
  Pose camera_from_map = Pose::Identity();
  AlignmentResult alignment;
};

/// Aligns frames against what shows the map: keyframes, the recent frame, renders. `start` is the frame's
/// camera_from_map to start from.
class ReferenceAligner {
 public:
  /// `keyframes` must outlive it.
  ReferenceAligner(const TrackingConfig& config, const TrackingKernels& kernels,
                   const KeyframeStore& keyframes);

  /// Against what ChooseReference gives at `start`.
  AlignedPose AlignToChosen(const DeviceFrame& frame, const GaussianView& map, const RecentFrame& recent,
                            const Pose& start);
  AlignedPose AlignToKeyframe(const DeviceFrame& frame, const Keyframe& keyframe, const Pose& start);
  AlignedPose AlignToRecent(const DeviceFrame& frame, const RecentFrame& recent, const Pose& start);
  /// Against the map's view from `start`.
  AlignedPose AlignToMap(const DeviceFrame& frame, const GaussianView& map, const Pose& start);

  /// A keyframe's depth on the host, [1,H,W].
  Image<float> DepthOf(const Keyframe& keyframe);

 private:
  /// The images of a keyframe, decoded anew only where they are not the last one's.
  FrameView ImagesOf(const Keyframe& keyframe);
  /// Against the view that the aligner was given.
  AlignedPose AlignToView(const DeviceFrame& frame, const Pose& view_from_map, const Pose& start);

  TrackingConfig config_;
  TrackingKernels kernels_;
  const KeyframeStore& keyframes_;
  DeviceBuffer view_planes_;
  DecodedFrame decoded_;                              // a keyframe's images
  std::shared_ptr<const CompactFrame> decoded_from_;  // whose
  FrameView decoded_view_;
};

}  // namespace isogs
