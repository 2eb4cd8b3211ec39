// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

#include "shared/config/config.h"
#include "shared/io/metrics_log.h"
#include "shared/log/progress_line.h"
#include "slam/checkpoint/run_directory.h"
#include "slam/slam_system.h"

namespace isogs {

/// Writes what a run leaves in its run directory, and shows how far it is.
class RunRecorder {
 public:
  /// `frames`: how many will be processed.
  RunRecorder(const RunDirectory& directory, const Config& config, int64_t frames);

  /// The clock of the run's speed starts: before the first frame is read.
  void Start();
  /// Notes the frame that `system` has just processed.
  void Add(const SlamSystem& system, const FrameReport& report);
  /// Writes map, trajectories and timing.
  void Finish(const SlamSystem& system);

 private:
  void WriteTrajectories(const SlamSystem& system) const;
  void WriteTiming(int64_t frames) const;

  RunDirectory directory_;
  MetricsLog metrics_;
  ProgressLine progress_;
  Progress state_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_;
  double track_ms_ = 0.0;  // sums
  double map_ms_ = 0.0;
  int64_t mapped_ = 0;
};

}  // namespace isogs
