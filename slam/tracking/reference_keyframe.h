// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/geometry/pose.h"
#include "shared/types/frame.h"
#include "slam/keyframes/keyframe.h"

namespace isogs {

/// The keyframe to align a frame against: the oldest that shares `min_shared` of its surface, because every
/// change of keyframe adds an error; else the one that shares most. None if that is too little to align.
const Keyframe* ChooseReference(const Frame& frame, const Pose& camera_from_map,
                                const std::vector<Keyframe>& keyframes, double min_shared);

}  // namespace isogs
