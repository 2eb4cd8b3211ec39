// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/finished_run.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "run/checkpoint_store.h"
#include "run/dataset_place.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void Fail(const fs::path& folder, const std::string& what) {
  throw UsageError("--localise-only " + folder.string() + ": " + what);
}

void CheckConfig(const fs::path& folder, const Config& config) {
  std::error_code failure;
  if (fs::equivalent(folder, config.output, failure))
    Fail(folder, "is the output, too, expected another folder: --output names one");
  if (config.tracking.mode != TrackingMode::kEstimate)
    Fail(folder, "with tracking.mode=ground_truth there is nothing to find, expected estimate");
  if (!config.tracking.alignment.enabled)
    Fail(folder, "with tracking.alignment.enabled=false nothing is found, expected true");
}

SlamState ReadNewestState(const fs::path& folder) {
  if (!fs::is_directory(folder)) Fail(folder, "is no folder, expected that of a finished run");
  std::vector<std::string> skipped;
  std::optional<CheckpointStore::Newest> newest;
  try {
    newest = CheckpointStore(RunDirectory(folder), 1).ReadNewest(&skipped);
  } catch (const Error& error) {
    Fail(folder, error.what());
  }
  for (const std::string& what : skipped) spdlog::warn("checkpoint skipped: {}", what);
  if (!newest) Fail(folder, "holds no checkpoint (params000123.npz), expected that of a finished run");
  if (newest->state.keyframes.empty() || newest->state.params.map.size() == 0)
    Fail(folder, "its map is empty, expected one to find frames in");
  return std::move(newest->state);
}

std::string Describe(const Camera& camera) {
  char text[120];
  std::snprintf(text, sizeof(text), "%dx%d pixels, fx %.6g, fy %.6g, cx %.6g, cy %.6g", camera.width,
                camera.height, camera.fx, camera.fy, camera.cx, camera.cy);
  return text;
}

}  // namespace

FinishedRun OpenFinishedRun(const fs::path& folder, const Config& config) {
  CheckConfig(folder, config);
  FinishedRun finished{ReadNewestState(folder), nullptr};
  const RunDirectory directory(folder);
  try {
    DatasetConfig dataset = LoadConfig(directory.config(), {}).dataset;
    dataset.path = FindRunDataset(directory, dataset.path);
    finished.dataset = OpenDataset(dataset);
  } catch (const Error& error) {
    Fail(folder, std::string("its data set, which its keyframes are read from: ") + error.what());
  }
  return finished;
}

void CheckSameCamera(const FinishedRun& finished, const Dataset& dataset) {
  const Camera& expected = finished.state.params.camera;
  if (dataset.camera() == expected) return;
  throw UsageError("--localise-only: the data set's frames have " + Describe(dataset.camera()) +
                   ", expected the finished run's " + Describe(expected));
}

}  // namespace isogs
