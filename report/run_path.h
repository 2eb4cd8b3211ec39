// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <string>
#include <vector>

#include "run/params_file.h"
#include "shared/page/plot.h"

namespace isogs {

/// A run's way beside the true one.
struct RunPath {
  std::vector<Eigen::Vector3d> estimate;  ///< camera centres in the world, after alignment with the truth
  std::vector<Eigen::Vector3d> truth;     ///< empty: not known
  std::vector<PlotPoint> errors_mm;       ///< of the centres over the frames, after alignment
  Eigen::Vector3d up = Eigen::Vector3d::UnitZ();
  Pose truth_from_world = Pose::Identity();  ///< of the alignment
};

/// The poses that `evaluate` scores, aligned as it aligns them.
RunPath PathOf(const std::filesystem::path& run, const Params& params);

/// Directions of a plan: right and up on paper, and the vertical. Axes of the world where it has one that
/// is vertical.
struct PlanAxes {
  Eigen::Vector3d right = Eigen::Vector3d::UnitX();
  Eigen::Vector3d ahead = Eigen::Vector3d::UnitY();
  Eigen::Vector3d up = Eigen::Vector3d::UnitZ();
  std::string right_name, ahead_name, up_name;
};
PlanAxes PlanAxesOf(const Eigen::Vector3d& up);

}  // namespace isogs
