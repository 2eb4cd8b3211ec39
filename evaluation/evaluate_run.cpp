// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluate_run.h"

#include "datasets/dataset.h"
#include "evaluation/evaluate_images.h"
#include "evaluation/evaluation_file.h"
#include "evaluation/run_inputs.h"
#include "shared/core/parallel.h"
#include "slam/checkpoint/params_file.h"
#include "slam/checkpoint/run_directory.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kFloatsPerGaussian = 14;

TrajectoryFigures EvaluateTrajectory(const fs::path& run, const Params& params) {
  TrajectoryFigures figures;
  figures.frames = static_cast<int64_t>(params.frames.size());
  for (const FrameRecord& frame : params.frames) figures.lost += frame.state == TrackingState::kLost;
  const std::vector<PosePair> pairs = RunPosePairs(run, params);
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
  const Config config = LoadRunConfig(run, options.dataset, options.overrides);
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
