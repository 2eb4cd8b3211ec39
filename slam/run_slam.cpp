// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/run_slam.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "datasets/dataset.h"
#include "datasets/frame_prefetcher.h"
#include "shared/core/parallel.h"
#include "shared/log/log.h"
#include "slam/checkpoint/run_directory.h"
#include "slam/run_recorder.h"
#include "slam/slam_system.h"
#include "slam/stop_signal.h"

namespace isogs {
namespace {

void LogStart(const Config& config, const Dataset& dataset, const Backend& backend) {
  const Camera camera = dataset.camera();
  spdlog::info("{}: {} frames ({}), working at {}x{}", config.dataset.path, dataset.frame_count(),
               dataset.layout(), camera.width, camera.height);
  spdlog::info("back end {}{}", backend.name,
               backend.simd_target.empty() ? "" : " (" + backend.simd_target + ")");
}

void LogEnd(const Config& config, const SlamSystem& system, const FramePrefetcher& frames, int stopped_by) {
  if (stopped_by != 0) {
    spdlog::info("stopped by signal {} after {} frames", stopped_by, system.frames().size());
  }
  if (frames.bad_frames() > 0)
    spdlog::warn("{} frames could not be read and were left out", frames.bad_frames());
  spdlog::info("{} frames, {} Gaussians: {}", system.frames().size(), system.mapper().map().size(),
               config.output);
}

/// What was done before a failure is worth keeping; the failure itself is what gets reported.
void SaveDespiteFailure(const SlamSystem& system, RunRecorder& recorder) {
  if (system.frames().empty()) return;
  try {
    recorder.Finish(system);
    spdlog::info("the {} frames before the failure are saved", system.frames().size());
  } catch (const std::exception& error) {
    spdlog::error("{}", error.what());
  }
}

}  // namespace

void RunSlam(const Config& config) {
  const ThreadLimit threads(config.threads);
  const std::unique_ptr<Dataset> dataset = OpenDataset(config.dataset);
  std::vector<int64_t> indices =
      FrameIndices(dataset->frame_count(), config.start, config.frames, config.stride);
  Backend backend = MakeBackend(config.device);

  const RunDirectory directory(config.output);
  const auto moved_to = PrepareRunDirectory(directory);
  InitLogging(config.logging, "slam", directory.log("slam"));
  if (moved_to) spdlog::info("{} held an earlier run, now in {}", config.output, moved_to->string());
  LogStart(config, *dataset, backend);

  const StopSignal stop;
  SlamSystem system(config, std::move(backend));
  RunRecorder recorder(directory, config, static_cast<int64_t>(indices.size()));
  recorder.Start();
  FramePrefetcher frames(*dataset, std::move(indices), config.dataset.prefetch_frames,
                         config.dataset.on_bad_frame);
  try {
    while (stop.requested() == 0) {
      std::optional<Frame> frame = frames.Next();
      if (!frame) break;
      recorder.Add(system, system.Process(std::move(*frame)));
    }
  } catch (...) {
    SaveDespiteFailure(system, recorder);
    throw;
  }
  recorder.Finish(system);
  LogEnd(config, system, frames, stop.requested());
}

}  // namespace isogs
