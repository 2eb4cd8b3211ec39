// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/frame.h"
#include "shared/geometry/pose.h"
#include "slam/mapping/keyframe.h"

namespace isogs {

/// Share (0..1) of the keyframe's surface, sampled on a grid, that the frame measures too: inside its image
/// and not behind or in front of what it sees. Poses decide where to look.
double SharedSurface(const Frame& keyframe, const Frame& frame, const Pose& frame_from_keyframe);

/// The keyframe to align a frame against: the oldest that shares `min_shared` of its surface, because every
/// change of keyframe adds an error; else the one that shares most. None if that is too little to align.
const Keyframe* ChooseReference(const Frame& frame, const Pose& camera_from_map,
                                const std::vector<Keyframe>& keyframes, double min_shared);

}  // namespace isogs
