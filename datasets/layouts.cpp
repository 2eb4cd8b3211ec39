// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/layouts.h"

#include <algorithm>
#include <system_error>

#include "datasets/replica_dataset.h"
#include "datasets/seven_scenes_dataset.h"
#include "shared/core/error.h"
#include "shared/core/suggestion.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kElsewhere = "; --dataset DIR names another place";

void CheckFolder(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (path.empty())
    throw UsageError("dataset.path is empty, expected the folder of a sequence; --dataset DIR names it");
  if (!fs::exists(status)) {
    const std::string full = fs::absolute(path).lexically_normal().string();
    throw UsageError("no data set at " + path + (full == path ? "" : " (" + full + ")") + kElsewhere);
  }
  if (!fs::is_directory(status)) {
    throw UsageError(path + ": found a file, expected the folder of a sequence" + kElsewhere);
  }
}

const DatasetLayout& LayoutNamed(const std::string& name) {
  std::vector<std::string> names = {"auto"};
  for (const DatasetLayout& layout : DatasetLayouts()) {
    if (layout.name == name) return layout;
    names.push_back(layout.name);
  }
  std::string all;
  for (const std::string& known : names) all += (all.empty() ? "" : ", ") + known;
  throw UsageError("dataset.layout: found '" + name + "', expected one of " + all + DidYouMean(name, names));
}

const DatasetLayout& LayoutOf(const std::string& path) {
  std::string expected;
  for (const DatasetLayout& layout : DatasetLayouts()) {
    if (layout.can_read(path)) return layout;
    expected += (expected.empty() ? "" : "; ") + layout.name + ": " + layout.files;
  }
  std::error_code ignored;
  throw UsageError(path + ": found " +
                   (fs::is_empty(path, ignored) ? "an empty folder" : "no layout known here") +
                   ", expected a sequence (" + expected + ")" + kElsewhere);
}

}  // namespace

const std::vector<DatasetLayout>& DatasetLayouts() {
  static const std::vector<DatasetLayout> layouts = {
      {"replica", "results/frame000000.jpg, results/depth000000.png, traj.txt, cam_params.json",
       CanReadReplica, OpenReplica},
      {"seven_scenes", "frame-000000.color.jpg or .png, frame-000000.depth.png, frame-000000.pose.txt",
       CanReadSevenScenes, OpenSevenScenes},
  };
  return layouts;
}

std::unique_ptr<Dataset> OpenDataset(const DatasetConfig& config) {
  CheckFolder(config.path);
  const DatasetLayout& layout = config.layout == "auto" ? LayoutOf(config.path) : LayoutNamed(config.layout);
  return layout.open(config);
}

}  // namespace isogs
