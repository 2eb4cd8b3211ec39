// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/relocalizer.h"

#include <algorithm>

#include "slam/tracking/judgement.h"
#include "slam/tracking/same_pose.h"

namespace isogs {
namespace {

constexpr size_t kLookedAt = 40;  // places asked of the index, of which those from different places are tried
constexpr size_t kTried = 4;
constexpr size_t kTriedByFeatures = 2;
constexpr double kOtherPlace_m = 0.25, kOtherPlace_rad = 0.25;
// How far keyframes and the map may be apart on where a frame was taken.
constexpr double kSamePose_m = 0.03, kSamePose_rad = 0.02;

}  // namespace

std::optional<AlignedPose> Relocalizer::Find(const DeviceFrame& frame, const MapAccess& map) {
  const std::optional<AlignedPose> found = AlignToCandidates(frame, Candidates(frame));
  if (!found || IsLost(*found)) return std::nullopt;
  return Confirm(frame, map, *found);
}

std::vector<const Keyframe*> Relocalizer::Candidates(const DeviceFrame& frame) const {
  std::vector<const Keyframe*> candidates;
  for (const PlaceMatch& match : keyframes_.places().Query(frame.place(), kLookedAt)) {
    const Keyframe& keyframe = keyframes_.all()[match.place];
    const bool is_other = std::ranges::none_of(candidates, [&](const Keyframe* other) {
      return IsWithin(keyframe.camera_from_map, other->camera_from_map, kOtherPlace_m, kOtherPlace_rad);
    });
    if (is_other) candidates.push_back(&keyframe);
    if (candidates.size() == kTried) break;
  }
  return candidates;
}

std::optional<AlignedPose> Relocalizer::AlignToCandidates(const DeviceFrame& frame,
                                                          const std::vector<const Keyframe*>& candidates) {
  std::optional<AlignedPose> best;
  const auto consider = [&](const AlignedPose& aligned) {
    if (!best || IsBetter(aligned.alignment, best->alignment, config_)) best = aligned;
    return IsSure(best->alignment, config_);
  };
  for (const Keyframe* keyframe : candidates) {
    if (consider(aligner_.AlignToKeyframe(frame, *keyframe, keyframe->camera_from_map))) return best;
  }
  for (size_t i = 0; i < std::min(kTriedByFeatures, candidates.size()); ++i) {
    const Keyframe& keyframe = *candidates[i];
    const std::optional<Pose> motion = features_.FrameFromKeyframe(keyframe, frame, aligner_);
    if (!motion) continue;
    const Pose start = *motion * keyframe.camera_from_map;
    if (consider(aligner_.AlignToKeyframe(frame, keyframe, start))) return best;
  }
  return best;
}

std::optional<AlignedPose> Relocalizer::Confirm(const DeviceFrame& frame, const MapAccess& map,
                                                const AlignedPose& found) {
  AlignedPose again = aligner_.AlignToAny(frame, map, found.camera_from_map);
  if (!again.reference) again.reference = found.reference;
  if (JudgeAlignment(again.alignment, config_).state != TrackingState::kTracking) return std::nullopt;
  if (!IsWithin(again.camera_from_map, found.camera_from_map, kSamePose_m, kSamePose_rad))
    return std::nullopt;
  // A young map is blurred, and its render pulls: it only must not contradict what keyframes are sure of.
  const bool is_clear = IsClear(found.alignment, config_) && IsClear(again.alignment, config_);
  const AlignedPose seen = aligner_.AlignToMap(frame, map, again.camera_from_map);
  if (is_clear ? IsLost(seen) : !Agrees(seen, again.camera_from_map)) return std::nullopt;
  return again;
}

bool Relocalizer::MapAgrees(const DeviceFrame& frame, const MapAccess& map, const Pose& camera_from_map) {
  return Agrees(aligner_.AlignToMap(frame, map, camera_from_map), camera_from_map);
}

bool Relocalizer::IsLost(const AlignedPose& aligned) const {
  return JudgeAlignment(aligned.alignment, config_).state == TrackingState::kLost;
}

bool Relocalizer::Agrees(const AlignedPose& seen, const Pose& camera_from_map) const {
  return !IsLost(seen) && seen.alignment.agreement >= config_.judgement.least_agreement &&
         IsWithin(seen.camera_from_map, camera_from_map, kSamePose_m, kSamePose_rad);
}

}  // namespace isogs
