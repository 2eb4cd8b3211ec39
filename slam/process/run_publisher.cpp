// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/run_publisher.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <span>
#include <utility>

#include "shared/core/finite.h"
#include "shared/core/out_of_memory.h"
#include "shared/ipc/channel_layout.h"
#include "slam/device/device_memory.h"

namespace isogs {
namespace {

/// Null, after one line in the log, where shared memory cannot be had.
template <typename T, typename... Arguments>
std::unique_ptr<T> TryMake(const char* what, Arguments&&... arguments) {
  try {
    return std::make_unique<T>(std::forward<Arguments>(arguments)...);
  } catch (const std::exception& error) {
    spdlog::warn("no {} will be published: {}", what, MessageOf(error));
    return nullptr;
  }
}

/// Readers refuse what is not finite.
void CopyReport(const SlamSystem& system, const FrameReport& report, Status& status) {
  const FrameRecord& frame = system.frames().back();
  status.frames_done = static_cast<int64_t>(system.frames().size());
  status.dataset_index = frame.dataset_index;
  status.timestamp_s = frame.timestamp_s;
  status.tracking = frame.state;
  status.lost_frames = std::ranges::count(system.frames(), TrackingState::kLost, &FrameRecord::state);
  status.keyframes = static_cast<int64_t>(system.keyframes().size());
  status.loops = system.closed_loops();
  status.corrected_poses =
      std::ranges::count_if(std::span(system.frames()).first(static_cast<size_t>(system.corrected_frames())),
                            [](const FrameRecord& record) { return record.state != TrackingState::kLost; });
  status.camera = system.camera();
  status.camera_from_map = frame.camera_from_map;
  status.world_from_map = system.world_from_map();
  status.track_ms = report.track_ms;
  status.device_bytes = DeviceBytesHeld();
}

/// While nothing is being mapped.
void CopyMapSize(const SlamSystem& system, Status& status) {
  status.gaussians = system.mapper().map().size();
  status.map_bytes = system.mapper().map().bytes();
}

void CopyMapping(const MappedFrame& mapped, Status& status) {
  status.map_ms = mapped.map_ms;
  if (!mapped.mapping.loss) return;  // the last known stay
  const MappingLossValue& loss = *mapped.mapping.loss;
  status.loss = FiniteOr0(loss.total);
  status.depth_l1_m = FiniteOr0(loss.depth_l1_m);
  status.color_l1 = FiniteOr0(loss.color_l1);
  status.psnr_db = FiniteOr0(loss.psnr_db);
}

void CopyLive(const LiveFigures& live, Status& status) {
  status.is_live = true;
  status.camera_is_there = live.camera_is_there;
  status.dropped_frames = live.dropped;
  status.latency_ms = live.latency_ms;
  status.mapping_iterations = live.effort.iterations;
  status.mapping_every_frames = live.effort.every_frames;
}

/// All of a snapshot but the Gaussians.
SnapshotSource SourceOf(const SlamSystem& system, size_t position, bool is_final) {
  SnapshotSource source;
  source.info.frame = static_cast<int64_t>(position);
  source.info.timestamp_s = system.frames()[position].timestamp_s;
  source.info.stamp_ns = MonotonicNs();
  source.info.world_from_map = system.world_from_map();
  source.info.is_final = is_final;
  source.camera_centers.reserve(system.frames().size());
  for (const FrameRecord& record : system.frames()) {
    const Eigen::Vector3f center = record.camera_from_map.inverse().translation().cast<float>();
    source.camera_centers.push_back({center.x(), center.y(), center.z()});
  }
  return source;
}

double UnixSeconds() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

RunPublisher::RunPublisher(const PublishConfig& config, const RoleLock& lock, int64_t frames)
    : run_directory_(lock.run_directory()) {
  if (!config.enabled) return;
  status_publisher_ = TryMake<Publisher<Status>>("status", lock);
  if (status_publisher_) {
    const std::chrono::milliseconds interval(config.interval_ms);
    snapshots_ = TryMake<SnapshotPublisher>("map", lock, interval);
    previews_ = TryMake<PreviewPublisher>("preview", lock, interval);
  }
  status_.started_unix_s = UnixSeconds();
  status_.frames_total = frames;
  PublishStatus();
}

RunPublisher::~RunPublisher() {
  try {
    // Both remove what is left when they end.
    if (!FindRoleHolder(run_directory_, Role::kSupervisor) && !FindRoleHolder(run_directory_, Role::kMesher))
      return;
  } catch (const Error&) {
    return;
  }
  if (status_publisher_) status_publisher_->writer().LeaveBehind();
  if (snapshots_) snapshots_->LeaveBehind();
  if (previews_) previews_->LeaveBehind();
}

void RunPublisher::BeforeMapping() {
  if (snapshots_) snapshots_->WaitUntilIdle();
}

void RunPublisher::Add(const SlamSystem& system, const FrameReport& report,
                       const std::optional<LiveFigures>& live) {
  if (!status_publisher_) return;
  Attempt(system, [&] { Publish(system, report, live); });
}

void RunPublisher::AddMapped(const SlamSystem& system, const MappedFrame& mapped) {
  if (!status_publisher_) return;
  Attempt(system, [&] { PublishMapped(system, mapped); });
}

template <typename Body>
void RunPublisher::Attempt(const SlamSystem& system, const Body& publish) {
  try {
    publish();
  } catch (const std::exception& error) {
    if (!IsOutOfMemory(error)) throw;
    spdlog::warn("frame {} is not published: {}", system.frames().size() - 1, MessageOf(error));
  }
}

void RunPublisher::Publish(const SlamSystem& system, const FrameReport& report,
                           const std::optional<LiveFigures>& live) {
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start_;
  CopyReport(system, report, status_);
  if (live) CopyLive(*live, status_);
  status_.state = RunState::kRunning;
  status_.fps = static_cast<double>(++frames_here_) / std::max(seconds.count(), 1e-9);
  if (!system.IsMapping()) CopyMapSize(system, status_);
  if (report.mapping) {
    const auto position = static_cast<int64_t>(system.frames().size()) - 1;
    PublishMapped(system, {position, *report.mapping, report.map_ms});
  }
  PublishStatus();
}

void RunPublisher::PublishMapped(const SlamSystem& system, const MappedFrame& mapped) {
  CopyMapSize(system, status_);
  CopyMapping(mapped, status_);
  if (snapshots_ && snapshots_->IsDue()) StartSnapshot(system, static_cast<size_t>(mapped.position), false);
  if (previews_ && previews_->IsDue()) previews_->Start(system);
}

void RunPublisher::SetCameraIsThere(bool is_there) {
  if (!status_.is_live || status_.camera_is_there == is_there) return;
  status_.camera_is_there = is_there;
  PublishStatus();
}

void RunPublisher::SetState(RunState state) {
  status_.state = state;
  PublishStatus();
}

void RunPublisher::PublishFinalMap(const SlamSystem& system) {
  if (!snapshots_ || system.frames().empty()) return;
  Attempt(system, [&] { StartSnapshot(system, system.frames().size() - 1, true); });
  snapshots_->WaitUntilIdle();
}

void RunPublisher::StartSnapshot(const SlamSystem& system, size_t position, bool is_final) {
  snapshots_->Start(
      [this, source = SourceOf(system, position, is_final), map = &system.mapper().map()]() mutable {
        host_map_.Show(*map, &source);
        return std::move(source);
      });
}

void RunPublisher::PublishStatus() {
  if (!status_publisher_) return;
  status_.stamp_ns = MonotonicNs();
  if (snapshots_) status_.snapshots = snapshots_->count();
  try {
    status_publisher_->Publish(status_);
  } catch (const std::exception& error) {
    spdlog::warn("no more status is published: {}", MessageOf(error));
    status_publisher_.reset();
  }
}

}  // namespace isogs
