// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/images_dataset.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "datasets/configured_camera.h"
#include "datasets/listed_dataset.h"
#include "datasets/starred_files.h"
#include "datasets/time_association.h"
#include "shared/core/error.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using Pairs = std::vector<std::pair<size_t, size_t>>;  // of colour and depth files

constexpr double kMaxDifferenceS = 0.02;

void CheckKeys(const DatasetConfig& config) {
  for (const auto& [key, value, example] : {std::tuple("color_files", config.color_files, "rgb/*.jpg"),
                                            std::tuple("depth_files", config.depth_files, "depth/*.png")}) {
    if (!value.empty()) continue;
    throw UsageError(std::string("dataset.") + key +
                     " is empty, expected the images of dataset.layout images, as " + example);
  }
  if (config.depth_scale > 0.0) return;
  throw UsageError(
      "dataset.depth_scale: found none, expected the depth images' units a metre (1000: millimetres) for "
      "dataset.layout images");
}

Pairs PairByStar(const std::vector<StarredFile>& colors, const std::vector<StarredFile>& depths) {
  std::map<std::string, size_t> by_star;
  for (size_t j = 0; j < depths.size(); ++j) by_star[depths[j].star] = j;
  Pairs pairs;
  for (size_t i = 0; i < colors.size(); ++i) {
    const auto found = by_star.find(colors[i].star);
    if (found != by_star.end()) pairs.emplace_back(i, found->second);
  }
  return pairs;
}

/// Empty unless all names are times.
std::vector<double> TimesOf(const std::vector<StarredFile>& files) {
  std::vector<double> times_s;
  for (const StarredFile& file : files) {
    const std::optional<double> time_s = TimeInName(file.star);
    if (!time_s) return {};
    times_s.push_back(*time_s);
  }
  return times_s;
}

Pairs PairInOrder(size_t count) {
  Pairs pairs;
  for (size_t i = 0; i < count; ++i) pairs.emplace_back(i, i);
  return pairs;
}

Pairs PairFiles(const DatasetConfig& config, const std::vector<StarredFile>& colors,
                const std::vector<StarredFile>& depths) {
  Pairs pairs = PairByStar(colors, depths);
  const char* how = "by their names";
  if (pairs.empty()) {
    pairs = PairInTime(TimesOf(colors), TimesOf(depths), kMaxDifferenceS);
    how = "by the times in their names";
  }
  if (pairs.empty() && colors.size() == depths.size()) {
    pairs = PairInOrder(colors.size());
    how = "in their order";
  }
  if (pairs.empty()) {
    throw UsageError(fmt::format(
        "{}: found {} colour and {} depth images, {} and so on, that have no name in common, nor times less "
        "than "
        "{:g} s apart, expected pairs; the * of dataset.color_files and depth_files should stand for the "
        "same",
        config.path, colors.size(), depths.size(), colors.front().path.filename().string(), kMaxDifferenceS));
  }
  spdlog::info("{}: {} colour and {} depth images, {} pairs {}", config.path, colors.size(), depths.size(),
               pairs.size(), how);
  return pairs;
}

/// Poses of a file, for frames whose times may be in their names.
void AddPoses(const DatasetConfig& config, bool has_times, std::vector<ListedFrame>* frames) {
  const fs::path file = fs::path(config.path) / config.poses_file;
  Trajectory trajectory = ReadTrajectory(file);
  if (config.match_poses == PoseMatch::kIndex) {
    if (trajectory.size() != frames->size()) {
      throw UsageError(
          fmt::format("{}: found {} poses, expected {}, one for each frame in their order; "
                      "dataset.match_poses=time matches them by time",
                      file.string(), trajectory.size(), frames->size()));
    }
    for (size_t i = 0; i < frames->size(); ++i) {
      ListedFrame& frame = (*frames)[i];
      if (!has_times) frame.time_s = trajectory[i].time_s;
      frame.pose = [pose = trajectory[i].world_from_camera] { return pose; };
    }
    return;
  }
  if (!has_times) {
    throw UsageError(
        "dataset.match_poses: found time, but the colour files' names are no times, expected names "
        "as 1305031102.175304.png, or match_poses: index");
  }
  const auto track = std::make_shared<const PoseTrack>(std::move(trajectory));
  for (ListedFrame& frame : *frames) {
    frame.pose = [track, time_s = *frame.time_s, file] { return track->PoseAt(time_s, file); };
  }
}

}  // namespace

std::unique_ptr<Dataset> OpenImages(const DatasetConfig& config) {
  CheckKeys(config);
  const auto colors = ListStarred(config.path, config.color_files, "dataset.color_files");
  const auto depths = ListStarred(config.path, config.depth_files, "dataset.depth_files");
  ListedSequence sequence;
  sequence.layout = "images";
  const bool has_times = !TimesOf(colors).empty();
  for (const auto& [i, j] : PairFiles(config, colors, depths)) {
    const auto index = static_cast<int64_t>(sequence.frames.size());
    const std::optional<double> time_s = has_times ? TimeInName(colors[i].star) : std::nullopt;
    sequence.frames.push_back(
        {{.number = index, .color = colors[i].path, .depth = depths[j].path}, time_s, {}});
  }
  if (!config.poses_file.empty()) AddPoses(config, has_times, &sequence.frames);
  const Camera camera =
      ConfiguredCamera(config, LookAtShapes(FilesOf(sequence.frames)), "they are those of the colour images");
  sequence.images = {.lenses = {{camera, {}}}, .depth_scale = config.depth_scale};
  return MakeListedDataset(std::move(sequence), config);
}

}  // namespace isogs
