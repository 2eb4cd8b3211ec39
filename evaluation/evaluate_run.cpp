// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluate_run.h"

#include "datasets/dataset.h"
#include "evaluation/evaluate_images.h"
#include "evaluation/evaluation_file.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "slam/checkpoint/params_file.h"
#include "slam/checkpoint/run_directory.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kFloatsPerGaussian = 14;

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

TrajectoryFigures EvaluateTrajectory(const fs::path& run, const Params& params) {
  TrajectoryFigures figures;
  figures.frames = static_cast<int64_t>(params.frames.size());
  for (const FrameRecord& frame : params.frames) figures.lost += frame.state == TrackingState::kLost;
  const std::vector<PosePair> pairs = Associate(EstimateOf(run, params), TruthOf(run, params));
  figures.compared = static_cast<int64_t>(pairs.size());
  if (pairs.empty()) return figures;
  figures.ate = AbsoluteTrajectoryError(pairs);
  figures.rpe = RelativeError(pairs);
  return figures;
}

}  // namespace

Evaluation EvaluateRun(const EvaluateRunOptions& options) {
  const fs::path& run = options.run_directory;
  const Params params = ReadParams(FindParams(run));
  Config config = LoadConfig(run / "config.yaml", options.overrides);
  if (!options.dataset.empty()) config.dataset.path = options.dataset;
  const ThreadLimit threads(config.threads);

  Evaluation evaluation;
  evaluation.trajectory = EvaluateTrajectory(run, params);
  evaluation.map.gaussians = static_cast<int64_t>(params.map.size());
  evaluation.map.bytes = evaluation.map.gaussians * kFloatsPerGaussian * static_cast<int64_t>(sizeof(float));
  evaluation.speed = ReadTiming(run / "timing.json");

  const std::unique_ptr<Dataset> dataset = OpenDataset(config.dataset);
  MapRenderer renderer(MakeBackend(config.device), params.map);
  const ImageEvaluationOptions image_options{options.every, options.pictures, run / "pictures",
                                             config.dataset.prefetch_frames, options.progress};
  if (options.pictures > 0) fs::create_directories(image_options.pictures_folder);
  evaluation.images = EvaluateImages(params, *dataset, renderer, image_options);

  WriteEvaluation(run / "evaluation.json", evaluation);
  return evaluation;
}

}  // namespace isogs
