// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/run_inputs.h"

#include "run/run_trajectories.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// The file that a person would give to evo; a run that was killed has none yet, but its poses.
Trajectory EstimateOf(const fs::path& run, const Params& params) {
  if (const fs::path file = run / "trajectory.txt"; fs::exists(file)) return ReadTrajectory(file);
  return EstimatedTrajectory(params.frames, params.world_from_map);
}

Trajectory TruthOf(const fs::path& run, const Params& params) {
  if (const fs::path file = run / "trajectory_ground_truth.txt"; fs::exists(file))
    return ReadTrajectory(file);
  return TrueTrajectory(params.frames);
}

}  // namespace

std::vector<PosePair> RunPosePairs(const fs::path& run, const Params& params) {
  return Associate(EstimateOf(run, params), TruthOf(run, params));
}

}  // namespace isogs
