// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "shared/config/publish_config.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/status.h"
#include "slam/process/host_map.h"
#include "slam/process/live_figures.h"
#include "slam/process/preview_publisher.h"
#include "slam/process/snapshot_publisher.h"
#include "slam/system/slam_system.h"

namespace isogs {

/// Tells other processes of the run what SLAM does: a status after every frame, a snapshot of the map and
/// a preview when a frame is mapped. Where shared memory cannot be had, it says so once in the log, and SLAM
/// goes on unpublished. Its segments are removed at the end, or left to the run's supervisor or mesher if
/// there is one. Calls from one thread, but for BeforeMapping.
class RunPublisher {
 public:
  /// `frames`: how many the run will have in all. `lock` must outlive it.
  RunPublisher(const PublishConfig& config, const RoleLock& lock, int64_t frames);
  ~RunPublisher();
  RunPublisher(const RunPublisher&) = delete;
  RunPublisher& operator=(const RunPublisher&) = delete;

  /// Before the map changes; on any thread.
  void BeforeMapping();
  /// After `system` has processed a frame.
  void Add(const SlamSystem& system, const FrameReport& report, const std::optional<LiveFigures>& live = {});
  /// After it has mapped one of the frames before.
  void AddMapped(const SlamSystem& system, const MappedFrame& mapped);
  /// While no frame of a live camera comes.
  void SetCameraIsThere(bool is_there);
  /// While results are being written, and after that.
  void SetState(RunState state);
  /// Publishes the map once more, as the run's last, and waits until that is done.
  void PublishFinalMap(const SlamSystem& system);

 private:
  /// Runs `publish`; that there is no memory for it is said in the log, and ends no run.
  template <typename Body>
  void Attempt(const SlamSystem& system, const Body& publish);
  void Publish(const SlamSystem& system, const FrameReport& report, const std::optional<LiveFigures>& live);
  void PublishStatus();
  void PublishMapped(const SlamSystem& system, const MappedFrame& mapped);
  /// Of the map as it is after the frame at `position`.
  void StartSnapshot(const SlamSystem& system, size_t position, bool is_final);

  std::filesystem::path run_directory_;
  Status status_;
  int64_t frames_here_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::unique_ptr<Publisher<Status>> status_publisher_;  // null: not to be had
  HostMap host_map_;                                     // the snapshots' thread's
  std::unique_ptr<SnapshotPublisher> snapshots_;         // null: not to be had
  std::unique_ptr<PreviewPublisher> previews_;           // null: not to be had
};

}  // namespace isogs
