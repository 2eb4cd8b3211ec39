// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/geometry/pose.h"
#include "shared/types/frame.h"
#include "slam/keyframes/keyframe.h"
#include "slam/tracking/recent_frame.h"

namespace isogs {

/// What to align a frame against.
enum class ReferenceKind { kKeyframe, kRecent, kMap };
struct Reference {
  ReferenceKind kind = ReferenceKind::kMap;
  const Keyframe* keyframe = nullptr;  // of kKeyframe
};

/// The oldest keyframe that shares `min_shared` of its surface with the frame, because every change of
/// reference adds an error; else the one that shares most. Where that is little, the recent frame if it
/// shares more, or else the map, which shows more than any one view. Only keyframes that `usable` says may be
/// (those beyond its end, too).
Reference ChooseReference(const Frame& frame, const Pose& camera_from_map,
                          const std::vector<Keyframe>& keyframes, const RecentFrame& recent,
                          double min_shared, const std::vector<bool>& usable = {});

}  // namespace isogs
