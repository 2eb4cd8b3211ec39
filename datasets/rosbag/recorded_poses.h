// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "datasets/rosbag/recording.h"
#include "shared/config/dataset_config.h"
#include "shared/geometry/pose.h"

namespace isogs {

/// Pose of the camera in the world at a time [s]; throws Error where it is not known.
using PoseAtTime = std::function<Pose(double time_s)>;

/// The poses of camera frame `camera` by what dataset.pose_topic names: tf, or a topic of poses. Those of a
/// body that the camera is fixed to (Odometry's child frame) are carried over by tf, where that knows how.
/// Empty where the configuration names no topic. Throws UsageError that says what was found.
PoseAtTime FindPoses(const Recording& recording, const DatasetConfig& config, const std::string& camera);

/// How the frames of two sensors of one device lie to each other, by tf; nothing where it does not say.
std::optional<Pose> FixedTransform(const Recording& recording, const std::string& target,
                                   const std::string& source);

}  // namespace isogs
