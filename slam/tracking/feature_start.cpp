// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/feature_start.h"

#include "slam/features/feature_pose.h"

namespace isogs {
namespace {

FrameFeatures FeaturesOf(const DeviceFrame& frame) {
  return ExtractFeatures(frame.DownloadColor(), frame.host().depth_m, frame.camera());
}

}  // namespace

std::optional<Pose> FeatureStart::FrameFromReference(const std::shared_ptr<const DeviceFrame>& reference,
                                                     const DeviceFrame& frame) {
  if (reference_.lock() != reference) {
    reference_features_ = FeaturesOf(*reference);
    reference_ = reference;
  }
  const std::optional<FeaturePose> found = FindFeaturePose(reference_features_, FeaturesOf(frame));
  if (!found) return std::nullopt;
  return found->frame_from_reference;
}

}  // namespace isogs
