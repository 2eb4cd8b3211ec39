// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

#include "shared/geometry/pose.h"
#include "shared/io/line_log.h"
#include "shared/io/line_tail.h"

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

/// A TUM file that grows by a pose at a time (see LineLog).
class TrajectoryLog {
 public:
  explicit TrajectoryLog(std::filesystem::path file);

  void Append(const StampedPose& stamped);
  /// See LineLog; from any thread.
  void Sync() { lines_.Sync(); }

 private:
  LineLog lines_;
};

/// Follows a TrajectoryLog that another process writes.
class TrajectoryTail {
 public:
  explicit TrajectoryTail(std::filesystem::path file) : lines_(std::move(file)) {}

  struct News {
    bool from_start = false;  ///< what came before no longer holds: the file is another one now
    Trajectory poses;
  };
  /// Poses since the last call, whole lines only. What cannot be read is left out.
  News Take();

 private:
  LineTail lines_;
};

/// Keeps the first `count` poses and drops the others, and a half-written last line. The file is replaced in
/// one step. Returns how many poses it has then, which may be fewer; 0 if there is no file.
int64_t CutTrajectory(const std::filesystem::path& path, int64_t count);

}  // namespace isogs
