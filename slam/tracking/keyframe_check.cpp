// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/keyframe_check.h"

#include <algorithm>
#include <utility>

#include "slam/tracking/judgement.h"
#include "slam/tracking/same_pose.h"

namespace isogs {
namespace {

// Witnesses at most: near by the poses, and by looks.
constexpr size_t kNear = 3, kAlike = 2;
constexpr double kNear_m = 0.4, kNear_rad = 0.5;  // views that overlap by a third or more
constexpr double kSeenShare = 0.5;                // of the witness, to deny a pose without knowing another
// A keyframe was taken there within the first, and elsewhere beyond the second: drift lies between.
constexpr double kSame_m = 0.03, kSame_rad = 0.02;
constexpr double kOther_m = 0.06, kOther_rad = 0.05;

bool Contains(const std::vector<const Keyframe*>& keyframes, const Keyframe* keyframe) {
  return std::ranges::find(keyframes, keyframe) != keyframes.end();
}

bool IsNear(const Keyframe& a, const Keyframe& b) {
  return IsWithin(a.camera_from_map, b.camera_from_map, kNear_m, kNear_rad);
}

}  // namespace

std::vector<KeyframeVerdict> KeyframeCheck::FindContradicted(size_t first, const std::vector<bool>& usable) {
  std::vector<KeyframeVerdict> contradicted;
  for (size_t k = first; k < keyframes_.all().size(); ++k) {
    const KeyframeVerdict verdict = Ask(k, Witnesses(keyframes_.all()[k], k, first, usable));
    if (verdict.IsContradicted()) contradicted.push_back(verdict);
  }
  return contradicted;
}

std::vector<const Keyframe*> KeyframeCheck::Witnesses(const Keyframe& keyframe, size_t place, size_t first,
                                                      const std::vector<bool>& usable) const {
  const auto may = [&](size_t k) { return k < first && (k >= usable.size() || usable[k]); };
  std::vector<std::pair<double, size_t>> near;
  for (size_t k = 0; k < first; ++k) {
    const Keyframe& other = keyframes_.all()[k];
    if (may(k) && IsNear(keyframe, other))
      near.emplace_back(DistanceBetween(keyframe.camera_from_map, other.camera_from_map), k);
  }
  std::ranges::sort(near);
  std::vector<const Keyframe*> witnesses;
  for (size_t i = 0; i < std::min(kNear, near.size()); ++i)
    witnesses.push_back(&keyframes_.all()[near[i].second]);
  const PlaceIndex& places = keyframes_.places();
  for (const PlaceMatch& match : places.Query(places.at(place), kAlike, may)) {
    const Keyframe* const alike = &keyframes_.all()[match.place];
    if (!Contains(witnesses, alike)) witnesses.push_back(alike);
  }
  return witnesses;
}

KeyframeVerdict KeyframeCheck::Ask(size_t index, const std::vector<const Keyframe*>& witnesses) {
  const Keyframe& keyframe = keyframes_.all()[index];
  const Pose& said = keyframe.camera_from_map;
  KeyframeVerdict verdict;
  verdict.keyframe = index;
  for (const Keyframe* const witness : witnesses) {
    const bool is_near = IsNear(keyframe, *witness);
    const AlignedPose found =
        aligner_.AlignKeyframes(keyframe, *witness, is_near ? said : witness->camera_from_map);
    const AlignmentResult& alignment = found.alignment;
    const TrackingState state = JudgeAlignment(alignment, config_).state;
    if (state == TrackingState::kTracking && IsWithin(found.camera_from_map, said, kSame_m, kSame_rad)) {
      ++verdict.confirm;
    } else if (IsClear(alignment, config_) && !IsWithin(found.camera_from_map, said, kOther_m, kOther_rad)) {
      ++verdict.contradict;
      verdict.off_m = std::max(verdict.off_m, DistanceBetween(found.camera_from_map, said));
    } else if (is_near && state == TrackingState::kLost && alignment.visible_ratio >= kSeenShare) {
      ++verdict.contradict;
    }
  }
  return verdict;
}

}  // namespace isogs
