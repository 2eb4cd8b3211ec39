// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/feature_start.h"

#include <algorithm>

#include "slam/features/feature_pose.h"

namespace isogs {
namespace {

constexpr size_t kKept = 16;  // half a megabyte each

std::optional<Pose> MotionBetween(const FrameFeatures& reference, const FrameFeatures& frame) {
  const std::optional<FeaturePose> found = FindFeaturePose(reference, frame);
  if (!found) return std::nullopt;
  return found->frame_from_reference;
}

}  // namespace

std::optional<Pose> FeatureStart::FrameFromReference(const DeviceFrame& reference, const DeviceFrame& frame) {
  const FrameFeatures& of_reference = OfFrame(reference);
  return MotionBetween(of_reference, OfFrame(frame));
}

std::optional<Pose> FeatureStart::FrameFromKeyframe(const Keyframe& keyframe, const DeviceFrame& frame,
                                                    ReferenceAligner& aligner) {
  const Key key(Source::kKeyframe, keyframe.images->image_hash());
  const auto extract = [&] {
    return ExtractFeatures(keyframe.images->DownloadColor(), aligner.DepthOf(keyframe),
                           keyframe.images->camera());
  };
  const FrameFeatures& of_keyframe = Known(key, extract);
  return MotionBetween(of_keyframe, OfFrame(frame));
}

const FrameFeatures& FeatureStart::OfFrame(const DeviceFrame& frame) {
  return Known({Source::kFrame, frame.image_hash()},
               [&] { return ExtractFeatures(frame.DownloadColor(), frame.host().depth_m, frame.camera()); });
}

const FrameFeatures& FeatureStart::Known(const Key& key, const std::function<FrameFeatures()>& extract) {
  const auto known = std::ranges::find(known_, key, &std::pair<Key, FrameFeatures>::first);
  if (known != known_.end()) {
    known_.splice(known_.end(), known_, known);
    return known_.back().second;
  }
  known_.emplace_back(key, extract());
  if (known_.size() > kKept) known_.pop_front();
  return known_.back().second;
}

}  // namespace isogs
