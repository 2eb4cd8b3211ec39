// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/of_run/run_dataset.h"

#include "run/dataset_place.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/installation.h"

namespace isogs {

namespace fs = std::filesystem;

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

void CheckRunDataset(const Dataset& dataset, const Camera& run_camera, std::span<const int64_t> indices) {
  const Camera camera = dataset.camera();
  if (camera != run_camera) {
    throw Error("the data set's camera (" + std::to_string(camera.width) + "x" +
                std::to_string(camera.height) + ", fx " + std::to_string(camera.fx) + ") is not the run's (" +
                std::to_string(run_camera.width) + "x" + std::to_string(run_camera.height) + ", fx " +
                std::to_string(run_camera.fx) + ")");
  }
  for (const int64_t index : indices) {
    if (index >= dataset.frame_count()) {
      throw Error("the run used frame " + std::to_string(index) + ", but the data set has " +
                  std::to_string(dataset.frame_count()) + " frames");
    }
  }
}

}  // namespace isogs
