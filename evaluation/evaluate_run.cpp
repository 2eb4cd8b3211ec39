// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluate_run.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>
#include <vector>

#include "evaluation/evaluate_images.h"
#include "evaluation/evaluation_file.h"
#include "evaluation/run_inputs.h"
#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/io/open_file.h"

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

/// The upper median.
double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

MapFigures FiguresOf(const GaussianCloud& map) {
  MapFigures figures;
  figures.gaussians = static_cast<int64_t>(map.size());
  figures.bytes = figures.gaussians * kFloatsPerGaussian * static_cast<int64_t>(sizeof(float));
  std::vector<double> spreads;
  for (size_t i = 0; i < map.size(); ++i) {
    const auto [smallest, largest] =
        std::minmax_element(map.log_scales.begin() + static_cast<std::ptrdiff_t>(3 * i),
                            map.log_scales.begin() + static_cast<std::ptrdiff_t>(3 * i + 3));
    spreads.push_back(static_cast<double>(*largest) - static_cast<double>(*smallest));
  }
  if (!spreads.empty()) figures.anisotropy_median = std::exp(Median(std::move(spreads)));
  return figures;
}

std::optional<SurfaceFigures> FiguresOf(const std::vector<float>& densities, double target) {
  if (densities.empty()) return std::nullopt;
  const std::vector<double> values(densities.begin(), densities.end());
  std::vector<double> residuals;
  for (const double density : values) residuals.push_back(std::abs(density - target));
  return SurfaceFigures{static_cast<int64_t>(densities.size()), Median(values), Median(std::move(residuals))};
}

/// How many pictures can be written: a run may be somebody else's, or on a medium for reading.
int64_t MakeRoomForPictures(const fs::path& folder, int64_t pictures) {
  if (pictures == 0) return 0;
  std::error_code ignored;  // what is missing then is said next
  fs::create_directories(folder.parent_path(), ignored);
  try {
    MakeOwnFolder(folder);
    if (access(folder.c_str(), W_OK) == 0) return pictures;
    spdlog::warn("{}: cannot be written to; no pictures", folder.string());
  } catch (const Error& error) {
    spdlog::warn("{}; no pictures", error.what());
  }
  return 0;
}

}  // namespace

fs::path OutputOf(const EvaluateRunOptions& options) {
  return options.output.empty() ? RunDirectory(options.run_directory).evaluation() : options.output;
}

Evaluation EvaluateRun(const EvaluateRunOptions& options) {
  const fs::path& run = options.run_directory;
  const fs::path file = FindParams(run);
  const Params params = ReadParams(file);
  if (params.map.size() == 0) throw Error(file.string() + ": its map is empty, expected Gaussians to score");
  const Config config = LoadRunConfig(run, options.dataset, options.overrides);
  const ThreadLimit threads(config.threads);

  Evaluation evaluation;
  evaluation.trajectory = EvaluateTrajectory(run, params);
  evaluation.map = FiguresOf(params.map);
  evaluation.speed = ReadTiming(run / "timing.json");

  const std::unique_ptr<Dataset> dataset = OpenRunDataset(run, config);
  MapRenderer renderer(MakeBackend(config.device), params.map);
  const fs::path pictures = OutputOf(options).parent_path() / "pictures";
  const ImageEvaluationOptions image_options{options.every,
                                             MakeRoomForPictures(pictures, options.pictures),
                                             pictures,
                                             config.dataset.prefetch_frames,
                                             MakeIsoOptions(config.mapping.iso),
                                             config.mapping.exposure,
                                             options.progress};
  evaluation.images = EvaluateImages(params, *dataset, renderer, image_options);

  evaluation.surface = FiguresOf(evaluation.images.unseen_densities, config.mapping.iso.target);
  return evaluation;
}

}  // namespace isogs
