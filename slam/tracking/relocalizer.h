// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "shared/config/tracking_config.h"
#include "slam/keyframes/keyframe_store.h"
#include "slam/tracking/feature_start.h"
#include "slam/tracking/map_access.h"
#include "slam/tracking/reference_aligner.h"

namespace isogs {

/// Finds where a frame was taken, of which nothing is known, among all keyframes: those that look like it,
/// alignment to each from its own pose and from where features put the frame, and a check of the best against
/// another keyframe and against the map's render before it is believed (docs/method.md, "Tracking").
class Relocalizer {
 public:
  /// All but `config` must outlive it.
  Relocalizer(const TrackingConfig& config, ReferenceAligner& aligner, FeatureStart& features,
              const KeyframeStore& keyframes)
      : config_(config), aligner_(aligner), features_(features), keyframes_(keyframes) {}

  /// Nothing where no place is beyond doubt.
  std::optional<AlignedPose> Find(const DeviceFrame& frame, const MapAccess& map);
  /// Whether the map's render agrees that the frame was taken there.
  bool MapAgrees(const DeviceFrame& frame, const MapAccess& map, const Pose& camera_from_map);

 private:
  /// Keyframes that look like the frame, taken from different places.
  std::vector<const Keyframe*> Candidates(const DeviceFrame& frame) const;
  /// The best of alignments to the candidates.
  std::optional<AlignedPose> AlignToCandidates(const DeviceFrame& frame,
                                               const std::vector<const Keyframe*>& candidates);
  /// `found`, aligned once more, if keyframes and map agree that the frame was taken there.
  std::optional<AlignedPose> Confirm(const DeviceFrame& frame, const MapAccess& map,
                                     const AlignedPose& found);
  bool IsLost(const AlignedPose& aligned) const;
  /// Whether the map's view, `seen`, puts the frame where it is thought to be.
  bool Agrees(const AlignedPose& seen, const Pose& camera_from_map) const;

  TrackingConfig config_;
  ReferenceAligner& aligner_;
  FeatureStart& features_;
  const KeyframeStore& keyframes_;
};

}  // namespace isogs
