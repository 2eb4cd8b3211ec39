// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "shared/config/tracking_config.h"
#include "shared/geometry/pose.h"
#include "slam/device/device_frame.h"
#include "slam/keyframes/keyframe_store.h"
#include "slam/tracking/map_access.h"
#include "slam/tracking/recent_frame.h"
#include "slam/tracking/tracking_kernels.h"

namespace isogs {

/// A pose with the alignment that led to it.
struct AlignedPose {
  Pose camera_from_map = Pose::Identity();
  AlignmentResult alignment;
  std::optional<int64_t> reference;  // timestep of the keyframe that it is against; nothing: it was none
};

/// Aligns frames against what shows the map: keyframes, the recent frame, renders. `start` is the frame's
/// camera_from_map to start from.
class ReferenceAligner {
 public:
  /// `keyframes` must outlive it.
  ReferenceAligner(const TrackingConfig& config, const TrackingKernels& kernels,
                   const KeyframeStore& keyframes);

  /// Which keyframes ChooseReference may take; empty: all. Those added later may be taken, too.
  void SetUsable(std::vector<bool> keyframes) { usable_ = std::move(keyframes); }

  const std::vector<bool>& usable() const { return usable_; }

  /// Against what ChooseReference gives at `start`.
  AlignedPose AlignToChosen(const DeviceFrame& frame, const MapAccess& map, const RecentFrame& recent,
                            const Pose& start) {
    return AlignToChosenOf(usable_, frame, map, recent, start);
  }
  /// The same of all keyframes.
  AlignedPose AlignToAny(const DeviceFrame& frame, const MapAccess& map, const Pose& start) {
    return AlignToChosenOf({}, frame, map, {}, start);
  }
  AlignedPose AlignToKeyframe(const DeviceFrame& frame, const Keyframe& keyframe, const Pose& start);
  AlignedPose AlignToRecent(const DeviceFrame& frame, const RecentFrame& recent, const Pose& start);
  /// Against the map's view from `start`.
  AlignedPose AlignToMap(const DeviceFrame& frame, const MapAccess& map, const Pose& start);

  /// The other way: a keyframe's images against a frame, from where its camera is seen from the frame's.
  AlignmentResult AlignKeyframeTo(const DeviceFrame& frame, const Keyframe& keyframe,
                                  const Pose& keyframe_from_frame);

  /// One keyframe's images against another's, from `start`, its camera_from_map.
  AlignedPose AlignKeyframes(const Keyframe& keyframe, const Keyframe& view, const Pose& start);

  /// A keyframe's depth on the host, [1,H,W].
  Image<float> DepthOf(const Keyframe& keyframe);

 private:
  AlignedPose AlignToChosenOf(const std::vector<bool>& usable, const DeviceFrame& frame, const MapAccess& map,
                              const RecentFrame& recent, const Pose& start);
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
  std::vector<bool> usable_;
};

}  // namespace isogs
