// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/reference_keyframe.h"

#include "slam/keyframes/shared_surface.h"

namespace isogs {
namespace {

constexpr double kLeastShared = 0.3;  // below, the map shows more than any one keyframe

}  // namespace

const Keyframe* ChooseReference(const Frame& frame, const Pose& camera_from_map,
                                const std::vector<Keyframe>& keyframes, double min_shared) {
  const Keyframe* best = nullptr;
  double most = kLeastShared;
  for (const Keyframe& keyframe : keyframes) {
    const double shared =
        SharedSurface(keyframe.surface, frame, camera_from_map * keyframe.camera_from_map.inverse());
    if (shared >= min_shared) return &keyframe;
    if (shared > most) {
      most = shared;
      best = &keyframe;
    }
  }
  return best;
}

}  // namespace isogs
