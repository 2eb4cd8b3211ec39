// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "shared/geometry/pose.h"

namespace isogs {

struct StampedPose {
  double time_s = 0.0;
  Pose world_from_camera = Pose::Identity();
};

using Trajectory = std::vector<StampedPose>;

/// Writes the TUM format: a line "time tx ty tz qx qy qz qw" a pose, digits enough to read back within 1e-9.
/// The file appears when it is whole.
void WriteTrajectory(const std::filesystem::path& path, const Trajectory& trajectory);

/// Reads the TUM format; lines that are empty or begin with # are skipped. Throws Error naming file and line
/// if a line has not eight finite numbers or no unit quaternion.
Trajectory ReadTrajectory(const std::filesystem::path& path);

}  // namespace isogs
