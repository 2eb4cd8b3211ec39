// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "run/checkpoint_writer.h"
#include "run/run_directory.h"
#include "shared/config/config.h"
#include "shared/formats/trajectory.h"
#include "shared/io/metrics_log.h"
#include "shared/log/progress_line.h"
#include "slam/process/frame_lines.h"
#include "slam/process/live_figures.h"
#include "slam/process/run_totals.h"
#include "slam/system/slam_system.h"

namespace isogs {

/// Writes what a run leaves in its run directory, checkpoints among it, and shows how far it is. What cannot
/// be written while the run goes on is logged and tried again later.
class RunRecorder {
 public:
  /// `frames`: how many the run will have in all. `system` may have done some of them before: then the
  /// metrics in the directory are theirs. The clock of the run's speed starts. Throws Error if the directory
  /// cannot be written to.
  RunRecorder(const RunDirectory& directory, const Config& config, int64_t frames, const SlamSystem& system);

  /// Notes the frame that `system` has just processed, and starts to write a checkpoint where one is due.
  void Add(SlamSystem& system, const FrameReport& report, const std::optional<LiveFigures>& live = {});
  /// Notes that one of the frames before is mapped now.
  void AddMapped(const SlamSystem& system, const MappedFrame& mapped);
  /// Writes checkpoint, map, trajectories and timing, each as far as it can; throws Error for the first that
  /// failed. No checkpoint if the system was stopped in the middle of a frame.
  void Finish(const SlamSystem& system, bool between_frames);

 private:
  double Seconds() const;
  void NoteMapped(const MappingReport& mapping, double map_ms);
  /// Appends what is ready; says once if it cannot be.
  void AppendLines(const SlamSystem& system, const FrameReport* report);
  /// The trajectory so far, whose beginning has jumped, for viewers.
  void WriteCorrected(const SlamSystem& system) const;
  void SaveIfDue(SlamSystem& system);
  /// Makes the buffer for checkpoints as large as the map: when there is no memory any more, the run is still
  /// saved.
  void KeepRoom(const SlamSystem& system);
  /// Fills that buffer; returns why it cannot be.
  std::optional<std::string> TryCopy(const SlamSystem& system);
  void WriteTrajectories(const SlamSystem& system) const;

  RunDirectory directory_;
  CheckpointConfig config_;
  MetricsLog metrics_;
  FrameLines lines_{metrics_};
  TrajectoryLog online_;
  ProgressLine progress_;
  Progress state_;
  RunTotals totals_;  // up to the last frame, but for the seconds: those before this process
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_;
  bool lines_fail_ = false;  // and were complained about
  bool waits_said_ = false;  // that the map waits for a frame with depth
  bool due_ = false;         // a checkpoint, as soon as the last one is written
  int frames_put_off_ = 0;   // since it is due, because the map was at work
  CheckpointWriter writer_;  // last: it syncs the logs
};

}  // namespace isogs
