// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "run/frame_record.h"
#include "shared/geometry/pose.h"
#include "slam/keyframes/keyframe.h"

namespace isogs {

/// How the map moves (moved_from_map) around each of `frames` frames when the keyframes, ascending by
/// timestep, take the poses `camera_from_map`: as its keyframe, between two of them interpolated, so that no
/// frame jumps against the one before; before the first and after the last one as that. Exactly the identity
/// where keyframes stay.
std::vector<Pose> FrameMotions(std::span<const Keyframe> keyframes, std::span<const Pose> camera_from_map,
                               int64_t frames);

/// Moves the frames' poses.
void MoveFrames(std::span<const Pose> moved_from_map, std::vector<FrameRecord>* frames);

}  // namespace isogs
