// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/reference_keyframe.h"

#include "slam/keyframes/shared_surface.h"

namespace isogs {
namespace {

constexpr double kEnoughShared = 0.5;  // below, the recent frame may be the better reference
constexpr double kLeastShared = 0.1;   // below, the map shows more than any one view

}  // namespace

Reference ChooseReference(const Frame& frame, const Pose& camera_from_map,
                          const std::vector<Keyframe>& keyframes, const RecentFrame& recent,
                          double min_shared, const std::vector<bool>& usable) {
  Reference best;
  double most = kLeastShared;
  for (size_t k = 0; k < keyframes.size(); ++k) {
    if (k < usable.size() && !usable[k]) continue;
    const Keyframe& keyframe = keyframes[k];
    const double shared =
        SharedSurface(keyframe.surface, frame, camera_from_map * keyframe.camera_from_map.inverse());
    if (shared >= min_shared) return {ReferenceKind::kKeyframe, &keyframe};
    if (shared <= most) continue;
    most = shared;
    best = {ReferenceKind::kKeyframe, &keyframe};
  }
  if (most >= kEnoughShared || recent.frame == nullptr) return best;
  const double shared =
      SharedSurface(recent.surface, frame, camera_from_map * recent.camera_from_map.inverse());
  return shared > most ? Reference{ReferenceKind::kRecent} : best;
}

}  // namespace isogs
