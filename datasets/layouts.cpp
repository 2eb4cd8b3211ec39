// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/layouts.h"

#include <algorithm>
#include <system_error>

#include "datasets/images_dataset.h"
#include "datasets/nerfstudio_dataset.h"
#include "datasets/record3d_dataset.h"
#include "datasets/replica_dataset.h"
#include "datasets/rosbag/bag.h"
#include "datasets/rosbag/rosbag_dataset.h"
#include "datasets/scannet_dataset.h"
#include "datasets/seven_scenes_dataset.h"
#include "datasets/stray_dataset.h"
#include "datasets/tum_dataset.h"
#include "shared/core/error.h"
#include "shared/core/installation.h"
#include "shared/core/suggestion.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kElsewhere = "; --dataset DIR names another place";

/// The folder, or the recording, that `path` names, from the current folder or among what ships.
std::string FindPlace(const std::string& path) {
  if (path.empty())
    throw UsageError("dataset.path is empty, expected the folder of a sequence; --dataset DIR names it");
  const PathLookup folder = LookUpDataset(path);
  if (!folder.exists) throw UsageError("no data set at " + folder.places + kElsewhere);
  std::error_code ignored;
  if (!fs::is_directory(folder.path, ignored) && !IsBagName(folder.path)) {
    throw UsageError(path +
                     ": found a file, expected the folder of a sequence, or a recording (.bag, .db3, .mcap)" +
                     kElsewhere);
  }
  return folder.path.string();
}

const DatasetLayout& LayoutNamed(const std::string& name) {
  for (const DatasetLayout& layout : DatasetLayouts()) {
    if (layout.name == name) return layout;
  }
  throw UsageError("dataset.layout: found '" + name + "', expected one of " + LayoutList() +
                   DidYouMean(name, LayoutNames()));
}

/// What all layouts look for.
std::string ExpectedFiles() {
  std::string expected;
  for (const DatasetLayout& layout : DatasetLayouts()) {
    expected += (expected.empty() ? "" : "; ") + layout.name + ": " + layout.files;
  }
  return expected;
}

const DatasetLayout& LayoutOf(const DatasetConfig& config) {
  const DatasetLayout* found = nullptr;
  for (const DatasetLayout& layout : DatasetLayouts()) {
    if (!layout.can_read(config)) continue;
    if (found != nullptr) {
      throw UsageError(config.path + ": found files of two layouts, " + found->name + " (" + found->files +
                       ") and " + layout.name + " (" + layout.files +
                       "), expected dataset.layout to say which");
    }
    found = &layout;
  }
  if (found != nullptr) return *found;
  std::error_code ignored;
  throw UsageError(config.path + ": found " +
                   (fs::is_empty(config.path, ignored) ? "an empty folder" : "no layout known here") +
                   ", expected a sequence (" + ExpectedFiles() + "), see docs/own_data.md" + kElsewhere);
}

template <bool (*CanRead)(const fs::path& folder)>
bool InFolder(const DatasetConfig& config) {
  return CanRead(config.path);
}

/// Nothing in a folder says so.
bool AsksForImages(const DatasetConfig& config) {
  return !config.color_files.empty() || !config.depth_files.empty();
}

}  // namespace

const std::vector<DatasetLayout>& DatasetLayouts() {
  static const std::vector<DatasetLayout> layouts = {
      {"replica", "results/frame000000.jpg, results/depth000000.png, cam_params.json",
       InFolder<CanReadReplica>, OpenReplica},
      {"seven_scenes", "frame-000000.color.jpg or .png, frame-000000.depth.png, frame-000000.pose.txt",
       InFolder<CanReadSevenScenes>, OpenSevenScenes, SensorChoice::kKinect},
      {"tum", "rgb.txt, depth.txt, groundtruth.txt", InFolder<CanReadTum>, OpenTum, SensorChoice::kKinect},
      {"scannet", "color/, depth/, intrinsic/, pose/", InFolder<CanReadScanNet>, OpenScanNet,
       SensorChoice::kKinect},
      {"nerfstudio", "transforms.json", InFolder<CanReadNerfstudio>, OpenNerfstudio},
      {"stray_scanner", "odometry.csv, camera_matrix.csv, rgb/, depth/", InFolder<CanReadStray>, OpenStray,
       SensorChoice::kLidar},
      {"record3d", "metadata.json, rgb/, depth/", InFolder<CanReadRecord3d>, OpenRecord3d,
       SensorChoice::kLidar},
      {"rosbag", "a recording .bag, .db3 or .mcap, or its folder", CanReadRosbag, OpenRosbag,
       SensorChoice::kKinect},
      {"images", "what dataset.color_files and dataset.depth_files name", AsksForImages, OpenImages},
  };
  return layouts;
}

std::vector<std::string> LayoutNames() {
  std::vector<std::string> names = {"auto"};
  for (const DatasetLayout& layout : DatasetLayouts()) names.push_back(layout.name);
  return names;
}

SensorChoice SensorOfLayout(const std::string& name) { return LayoutNamed(name).sensor; }

std::string LayoutList() {
  std::string list;
  for (const std::string& name : LayoutNames()) list += (list.empty() ? "" : ", ") + name;
  return list;
}

std::unique_ptr<Dataset> OpenDataset(const DatasetConfig& config) {
  DatasetConfig found = config;
  found.path = FindPlace(config.path);
  const DatasetLayout& layout = found.layout == "auto" ? LayoutOf(found) : LayoutNamed(found.layout);
  return layout.open(found);
}

}  // namespace isogs
