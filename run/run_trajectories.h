// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "run/frame_record.h"
#include "shared/formats/trajectory.h"
#include "shared/geometry/pose.h"

namespace isogs {

/// Poses of the frames that were not lost, in the world.
Trajectory EstimatedTrajectory(const std::vector<FrameRecord>& frames, const Pose& world_from_map);
/// The same as they were known when each frame was done.
Trajectory OnlineTrajectory(const std::vector<FrameRecord>& frames, const Pose& world_from_map);
/// True poses of the frames that have one.
Trajectory TrueTrajectory(const std::vector<FrameRecord>& frames);

/// A frame's pose in the world, as it was known when it was done.
StampedPose OnlineWorldPose(const FrameRecord& frame, const Pose& world_from_map);

}  // namespace isogs
