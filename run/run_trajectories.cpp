// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/run_trajectories.h"

namespace isogs {
namespace {

/// Of the frames that were not lost: the pose of a lost one is a guess.
template <typename PoseOf>
Trajectory TrajectoryOf(const std::vector<FrameRecord>& frames, const PoseOf& pose_of) {
  Trajectory trajectory;
  for (const FrameRecord& frame : frames) {
    if (frame.state != TrackingState::kLost) trajectory.push_back(pose_of(frame));
  }
  return trajectory;
}

}  // namespace

StampedPose OnlineWorldPose(const FrameRecord& frame, const Pose& world_from_map) {
  return {frame.timestamp_s, world_from_map * frame.online_camera_from_map.inverse()};
}

Trajectory EstimatedTrajectory(const std::vector<FrameRecord>& frames, const Pose& world_from_map) {
  return TrajectoryOf(frames, [&](const FrameRecord& frame) {
    return StampedPose{frame.timestamp_s, world_from_map * frame.camera_from_map.inverse()};
  });
}

Trajectory OnlineTrajectory(const std::vector<FrameRecord>& frames, const Pose& world_from_map) {
  return TrajectoryOf(frames,
                      [&](const FrameRecord& frame) { return OnlineWorldPose(frame, world_from_map); });
}

Trajectory TrueTrajectory(const std::vector<FrameRecord>& frames) {
  Trajectory truth;
  for (const FrameRecord& frame : frames) {
    if (frame.world_from_camera_truth) truth.push_back({frame.timestamp_s, *frame.world_from_camera_truth});
  }
  return truth;
}

}  // namespace isogs
