// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "run/keyframe_edge.h"
#include "shared/geometry/pose.h"

namespace isogs {

struct PoseGraphResult {
  std::vector<Pose> camera_from_map;  // of the keyframes
  double stretch_m = 0.0;     // change of the motion between two keyframes that tracking measured, at most
  double loop_error_m = 0.0;  // what is left between a loop's measurement and the poses, at most
  bool converged = false;
};

/// The keyframes' poses that agree best with all edges: those of tracking, which hold what the poses are now,
/// and the loops, with a robust loss of `loop_scale` deviations. Keyframe 0 stays. One thread, the same bits
/// each time (docs/method.md, "Loops").
PoseGraphResult SolvePoseGraph(std::span<const Pose> camera_from_map, std::span<const KeyframeEdge> edges,
                               double loop_scale);

/// Information of an edge as it is: an alignment's counts pixels' errors as independent, which they are not,
/// and knows nothing of what a sensor gets wrong everywhere.
Eigen::Matrix<double, 6, 6> EdgeInformation(const Eigen::Matrix<double, 6, 6>& of_alignment);

/// The motion between an edge's keyframes as their poses are, from what it measured.
Pose EdgeError(const KeyframeEdge& edge, const Pose& from_from_map, const Pose& to_from_map);

}  // namespace isogs
