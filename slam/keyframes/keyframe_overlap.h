// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "shared/core/random.h"
#include "shared/geometry/pose.h"
#include "shared/types/frame.h"
#include "slam/keyframes/keyframe.h"

namespace isogs {

/// For each keyframe, the share (0..1) of `samples` random valid-depth pixels of `frame` that project into
/// its image, away from its border by 1/32 of its width (docs/method.md, "Keyframe window"). All 0 without
/// valid depth.
std::vector<double> KeyframeOverlaps(const Frame& frame, const Pose& camera_from_map,
                                     std::span<const Keyframe> keyframes, int samples, Random& random);

}  // namespace isogs
