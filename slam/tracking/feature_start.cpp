// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/feature_start.h"

#include <algorithm>

#include "slam/features/feature_pose.h"

namespace isogs {
namespace {

// Half a megabyte each.
constexpr size_t kFramesKept = 2, kKeyframesKept = 16;

/// Those of `hash`, kept among at most `most`.
const FrameFeatures& Keep(std::list<std::pair<uint64_t, FrameFeatures>>* known, size_t most, uint64_t hash,
                          const std::function<FrameFeatures()>& extract) {
  const auto found = std::ranges::find(*known, hash, &std::pair<uint64_t, FrameFeatures>::first);
  if (found != known->end()) {
    known->splice(known->end(), *known, found);
    return known->back().second;
  }
  known->emplace_back(hash, extract());
  if (known->size() > most) known->pop_front();
  return known->back().second;
}

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
  const auto extract = [&] {
    return ExtractFeatures(keyframe.images->DownloadColor(), aligner.DepthOf(keyframe),
                           keyframe.images->camera());
  };
  const FrameFeatures& of_keyframe =
      Keep(&keyframes_, kKeyframesKept, keyframe.images->image_hash(), extract);
  return MotionBetween(of_keyframe, OfFrame(frame));
}

const FrameFeatures& FeatureStart::OfFrame(const DeviceFrame& frame) {
  return Keep(&frames_, kFramesKept, frame.image_hash(),
              [&] { return ExtractFeatures(frame.DownloadColor(), frame.host().depth_m, frame.camera()); });
}

}  // namespace isogs
