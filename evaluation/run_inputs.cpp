// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/run_inputs.h"

#include "run/dataset_place.h"
#include "shared/config/config_reader.h"
#include "shared/core/installation.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// The file that a person would give to evo; a run that was killed has none yet, but its poses.
Trajectory EstimateOf(const fs::path& run, const Params& params) {
  if (const fs::path file = run / "trajectory.txt"; fs::exists(file)) return ReadTrajectory(file);
  Trajectory trajectory;
  for (const FrameRecord& frame : params.frames) {
    if (frame.state == TrackingState::kLost) continue;  // its pose is a guess
    trajectory.push_back({frame.timestamp_s, params.world_from_map * frame.camera_from_map.inverse()});
  }
  return trajectory;
}

Trajectory TruthOf(const fs::path& run, const Params& params) {
  if (const fs::path file = run / "trajectory_ground_truth.txt"; fs::exists(file))
    return ReadTrajectory(file);
  Trajectory trajectory;
  for (const FrameRecord& frame : params.frames) {
    if (frame.world_from_camera_truth) {
      trajectory.push_back({frame.timestamp_s, *frame.world_from_camera_truth});
    }
  }
  return trajectory;
}

}  // namespace

Config LoadRunConfig(const fs::path& run, const std::string& dataset,
                     const std::vector<std::string>& overrides) {
  Config config = LoadConfig(run / "config.yaml", overrides);
  if (!dataset.empty()) config.dataset.path = fs::absolute(LookUpDataset(dataset).path).string();
  return config;
}

std::unique_ptr<Dataset> OpenRunDataset(const fs::path& run, const Config& config) {
  DatasetConfig found = config.dataset;
  if (!found.path.empty()) found.path = FindRunDataset(RunDirectory(run), found.path);
  return OpenDataset(found);
}

std::vector<PosePair> RunPosePairs(const fs::path& run, const Params& params) {
  return Associate(EstimateOf(run, params), TruthOf(run, params));
}

}  // namespace isogs
