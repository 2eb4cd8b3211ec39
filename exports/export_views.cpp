// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/export_views.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "datasets/frame_prefetcher.h"
#include "datasets/of_run/run_dataset.h"
#include "exports/new_folder.h"
#include "exports/run_cameras.h"
#include "exports/training_views.h"
#include "shared/core/error.h"
#include "shared/image/convert.h"
#include "shared/image/image_io.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// Training begins with about as many; a map may have ten times more.
constexpr size_t kMostPoints = 200'000;
constexpr double kMillimetres = 1000.0;
constexpr int kFastPng = 1;

/// Means of the Gaussians, evenly thinned out.
TriangleMesh PointsOf(const GaussianCloud& world) {
  TriangleMesh points;
  const size_t step = world.size() / kMostPoints + 1;
  for (size_t i = 0; i < world.size(); i += step) {
    points.vertices.insert(points.vertices.end(), &world.means[3 * i], &world.means[3 * i] + 3);
    for (size_t c = 0; c < 3; ++c) {
      const float level = 255.0f * std::clamp(world.colors[3 * i + c], 0.0f, 1.0f);
      points.colors.push_back(static_cast<uint8_t>(std::lround(level)));
    }
  }
  return points;
}

std::string NameOf(const FrameRecord& frame) { return fmt::format("frame{:06}.png", frame.dataset_index); }

TrainingViews ViewsOf(const Params& params) {
  TrainingViews views;
  views.camera = params.camera;
  for (const FrameRecord& frame : params.frames) {
    views.views.push_back({NameOf(frame), params.world_from_map * frame.camera_from_map.inverse()});
  }
  views.points = PointsOf(Transformed(params.map, params.world_from_map));
  return views;
}

/// Writes the images of `views`, the frames `indices` of the data set; their depth where there is a folder
/// for it.
void WriteImages(const Dataset& dataset, const std::vector<int64_t>& indices, const TrainingViews& views,
                 const fs::path& images, const std::optional<fs::path>& depth,
                 const ExportViewsOptions& options) {
  constexpr int kAhead = 4;
  FramePrefetcher frames(dataset, indices, kAhead, BadFrame::kStop);
  for (size_t i = 0; i < indices.size(); ++i) {
    const std::optional<Frame> frame = frames.Next();
    if (!frame) throw Error("the data set ended before frame " + std::to_string(indices[i]));
    WritePng(images / views.views[i].name, ToBytes(frame->color), kFastPng);
    if (depth) WritePng(*depth / views.views[i].name, ToDepthUnits(frame->depth_m, kMillimetres), kFastPng);
    if (options.progress &&
        !options.progress(static_cast<int64_t>(i + 1), static_cast<int64_t>(indices.size()))) {
      throw Error("stopped; " + options.output.string() + " is removed again");
    }
  }
}

}  // namespace

size_t ExportViews(const ExportViewsOptions& options) {
  const RunCameras run = ReadRunCameras(options.input, options.keyframes);
  const fs::path run_directory = run.file.parent_path();
  const Config config = LoadRunConfig(run_directory, options.dataset, {});
  const std::unique_ptr<Dataset> dataset = OpenRunDataset(run_directory, config);
  std::vector<int64_t> indices;
  for (const FrameRecord& frame : run.params.frames) indices.push_back(frame.dataset_index);
  CheckRunDataset(*dataset, run.params.camera, indices);

  const TrainingViews views = ViewsOf(run.params);
  NewFolder folder(options.output);
  const fs::path images = folder.Make("images");
  if (options.format == ExportFormat::kColmap) {
    WriteImages(*dataset, indices, views, images, std::nullopt, options);
    WriteColmapText(folder.Make("sparse/0"), views);
  } else {
    WriteImages(*dataset, indices, views, images, folder.Make("depth"), options);
    WriteNerfstudio(folder.path(), views);
  }
  folder.Keep();
  return views.views.size();
}

}  // namespace isogs
