// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "datasets/synthetic/casting/ray_scene.h"
#include "datasets/synthetic/scene/scene.h"

namespace isogs::synthetic {

/// Where a camera stands and goes at one of the times at which its gaze is chosen.
struct GazeStop {
  Eigen::Vector3d position = Eigen::Vector3d::Zero();
  double heading_rad = 0.0;
};

struct GazeOptions {
  double largest_turn_rad = 0.175;  ///< from stop to stop
  bool closed = false;              ///< the first gaze follows the last
};

/// For each stop the yaw to look at, counted on without jumps of 2 pi (closed: the last may differ from the
/// first by some turns): at furniture rather than bare walls, rather ahead, not at what is close. The best
/// sequence of all (Viterbi).
std::vector<double> ChooseGazes(const Scene& scene, const SceneMesh& mesh, const RayScene& rays,
                                const std::vector<GazeStop>& stops, const GazeOptions& options);

}  // namespace isogs::synthetic
