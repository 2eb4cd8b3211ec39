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

#include "datasets/of_run/run_dataset.h"
#include "evaluation/evaluate_images.h"
#include "evaluation/evaluation_file.h"
#include "evaluation/run_inputs.h"
#include "evaluation/surface_figures.h"
#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/formats/mesh_file.h"
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
  if (!spreads.empty()) figures.anisotropy_median = std::exp(Quantile(&spreads, 0.5));
  return figures;
}

/// In the map's frame; `mesh` is in the world's, as extract_mesh writes it.
std::optional<MeshDistance> ReadMeshOf(const fs::path& mesh, const Params& params) {
  if (mesh.empty()) return std::nullopt;
  return std::optional<MeshDistance>(std::in_place,
                                     Transformed(ReadMesh(mesh), params.world_from_map.inverse()));
}

/// Whether so many pictures can be written: a run may be somebody else's, or on a medium for reading.
bool MakeRoomForPictures(const fs::path& folder, int64_t pictures) {
  if (pictures == 0) return false;
  std::error_code ignored;  // what is missing then is said next
  fs::create_directories(folder.parent_path(), ignored);
  try {
    MakeOwnFolder(folder);
    if (access(folder.c_str(), W_OK) == 0) return true;
    spdlog::warn("{}: cannot be written to; no pictures", folder.string());
  } catch (const Error& error) {
    spdlog::warn("{}; no pictures", error.what());
  }
  return false;
}

}  // namespace

fs::path OutputOf(const EvaluateRunOptions& options) {
  return options.output.empty() ? RunDirectory(options.run_directory).evaluation() : options.output;
}

fs::path ViewsOf(const EvaluateRunOptions& options) {
  return OutputOf(options).parent_path() / RunDirectory(options.run_directory).views().filename();
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

  const std::optional<MeshDistance> mesh = ReadMeshOf(options.mesh, params);
  const std::unique_ptr<Dataset> dataset = OpenRunDataset(run, config);
  MapRenderer renderer(MakeBackend(config.device), params.map);
  const fs::path pictures = OutputOf(options).parent_path() / "pictures";
  const bool has_room = MakeRoomForPictures(pictures, options.pictures + options.worst);
  const ImageEvaluationOptions image_options{options.every,
                                             has_room ? options.pictures : 0,
                                             has_room ? options.worst : 0,
                                             pictures,
                                             config.dataset.prefetch_frames,
                                             MakeIsoOptions(config.mapping.iso),
                                             config.mapping.exposure,
                                             mesh ? &*mesh : nullptr,
                                             options.progress};
  evaluation.images = EvaluateImages(params, *dataset, renderer, image_options);

  const MeasuredPoints& unseen = evaluation.images.unseen_points;
  const MeasuredPoints& mapped = evaluation.images.mapped_points;
  evaluation.surface = SurfaceFiguresOf(unseen.densities, config.mapping.iso.target);
  evaluation.mapped_surface = SurfaceFiguresOf(mapped.densities, config.mapping.iso.target);
  evaluation.mesh_fit = MeshFitOf(unseen);
  evaluation.mapped_mesh_fit = MeshFitOf(mapped);
  return evaluation;
}

}  // namespace isogs
