// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluate_images.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "datasets/frame_prefetcher.h"
#include "datasets/of_run/run_dataset.h"
#include "evaluation/comparison_picture.h"
#include "evaluation/frame_exposure.h"
#include "evaluation/seen_through.h"
#include "shared/core/error.h"
#include "shared/image/image_io.h"

namespace isogs {
namespace {

constexpr int64_t kSurfacePointsAFrame = 2048;

/// A frame to evaluate.
struct Task {
  const FrameRecord* record = nullptr;
  bool mapped = false;
  bool picture = false;
};

/// Mapped frames recur at a fixed stride: thinning out both kinds together would drop one of them.
std::vector<Task> ChooseFrames(const Params& params, int64_t every) {
  std::vector<bool> is_keyframe(params.frames.size(), false);
  for (const int64_t keyframe : params.keyframes) is_keyframe[static_cast<size_t>(keyframe)] = true;
  std::vector<Task> tasks;
  int64_t seen[2] = {0, 0};
  for (size_t t = 0; t < params.frames.size(); ++t) {
    if (params.frames[t].state == TrackingState::kLost) continue;
    if (seen[is_keyframe[t]]++ % every == 0) tasks.push_back({&params.frames[t], is_keyframe[t], false});
  }
  return tasks;
}

void ChoosePictures(int64_t count, std::vector<Task>* tasks) {
  const auto total = static_cast<int64_t>(tasks->size());
  count = std::min(count, total);
  for (int64_t i = 0; i < count; ++i) {
    (*tasks)[static_cast<size_t>((2 * i + 1) * total / (2 * count))].picture = true;
  }
}

/// The mesh as frames of one kind see it; nothing without a mesh.
std::optional<SeenThrough> WitnessesOf(const MeshDistance* mesh) {
  if (mesh == nullptr) return std::nullopt;
  return std::optional<SeenThrough>(mesh->mesh());
}

/// Adds points that the frame measures. Each kind of frame has draws of its own, so that neither's points
/// depend on how many of the other there are.
void AddPoints(const Frame& frame, const Pose& camera_from_map, const ImageEvaluationOptions& options,
               Random& random, MapRenderer& renderer, MeasuredPoints* points) {
  const PixelSamples samples(frame.camera, camera_from_map, frame.depth_m.values(),
                             DrawPixels(frame.depth_m.values(), kSurfacePointsAFrame, random));
  const std::vector<float> densities = renderer.Densities(samples, options.iso);
  points->densities.insert(points->densities.end(), densities.begin(), densities.end());
  if (options.mesh == nullptr) return;
  const std::vector<float> distances_m = options.mesh->To(samples);
  points->mesh_distances_m.insert(points->mesh_distances_m.end(), distances_m.begin(), distances_m.end());
}

std::filesystem::path PictureName(int64_t dataset_index) {
  char name[40];
  std::snprintf(name, sizeof(name), "frame%06lld.png", static_cast<long long>(dataset_index));
  return name;
}

/// Of the views with the lowest PSNR, in the order of the run.
std::vector<int64_t> WorstIndices(std::vector<ViewScore> views, int64_t count) {
  std::ranges::stable_sort(views, {}, [](const ViewScore& view) { return view.scores.psnr_db; });
  views.resize(std::min(views.size(), static_cast<size_t>(count)));
  std::vector<int64_t> indices;
  indices.reserve(views.size());
  for (const ViewScore& view : views) indices.push_back(view.frame);
  std::ranges::sort(indices);
  return indices;
}

void Add(const std::optional<ImageScores>& scores, bool mapped, ViewFigures* figures) {
  if (scores) (mapped ? figures->mapped : figures->unseen).Add(*scores);
}

}  // namespace

ImageFigures EvaluateImages(const Params& params, const Dataset& dataset, MapRenderer& renderer,
                            const ImageEvaluationOptions& options) {
  std::vector<Task> tasks = ChooseFrames(params, options.every);
  ChoosePictures(options.pictures, &tasks);
  std::map<int64_t, Task> by_index;
  std::vector<int64_t> indices;
  for (const Task& task : tasks) {
    by_index[task.record->dataset_index] = task;
    indices.push_back(task.record->dataset_index);
  }
  CheckRunDataset(dataset, params.camera, indices);

  ImageFigures figures;
  Random of_unseen(0), of_mapped(1);
  std::optional<SeenThrough> by_unseen = WitnessesOf(options.mesh), by_mapped = by_unseen;
  FrameExposure exposure;
  FramePrefetcher frames(dataset, indices, options.read_ahead);
  for (int64_t done = 1; const std::optional<Frame> frame = frames.Next(); ++done) {
    const Task& task = by_index.at(frame->index);
    RenderedView view = renderer.Render(params.camera, task.record->camera_from_map);
    Add(CompareWithFrame(view.color, view.depth_m, *frame), task.mapped, &figures.as_rendered);
    if (options.exposure) view.color = exposure.Apply(view, *frame);
    const std::optional<ImageScores> scores = CompareWithFrame(view.color, view.depth_m, *frame);
    Add(scores, task.mapped, &figures.exposed);
    if (scores) figures.views.push_back({frame->index, task.mapped, *scores});
    AddPoints(*frame, task.record->camera_from_map, options, task.mapped ? of_mapped : of_unseen, renderer,
              task.mapped ? &figures.mapped_points : &figures.unseen_points);
    if (std::optional<SeenThrough>& witnesses = task.mapped ? by_mapped : by_unseen) {
      witnesses->Look(*frame, task.record->camera_from_map);
    }
    if (task.picture) {
      WritePng(options.pictures_folder / PictureName(frame->index),
               ComparisonPicture(view.color, view.depth_m, *frame));
    }
    if (options.progress) options.progress(done, static_cast<int64_t>(tasks.size()));
  }
  FramePrefetcher worst(dataset, WorstIndices(figures.views, options.worst), options.read_ahead);
  while (const std::optional<Frame> frame = worst.Next()) {
    const Task& task = by_index.at(frame->index);
    if (task.picture) continue;
    RenderedView view = renderer.Render(params.camera, task.record->camera_from_map);
    if (options.exposure) view.color = exposure.Apply(view, *frame);
    WritePng(options.pictures_folder / PictureName(frame->index),
             ComparisonPicture(view.color, view.depth_m, *frame));
  }
  if (by_unseen) figures.unseen_points.seen_through = by_unseen->Share();
  if (by_mapped) figures.mapped_points.seen_through = by_mapped->Share();
  return figures;
}

}  // namespace isogs
