// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/slam_system.h"

#include <chrono>
#include <string>
#include <utility>

#include "shared/core/error.h"

namespace isogs {
namespace {

double MillisecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

SlamSystem::SlamSystem(const Config& config, Backend backend)
    : config_(config),
      backend_(std::move(backend)),
      random_(static_cast<uint64_t>(config.seed)),
      tracker_(config_.tracking, backend_),
      mapper_(config_.mapping, config_.map, backend_, random_) {}

FrameReport SlamSystem::Process(Frame frame) {
  const auto timestep = static_cast<int64_t>(frames_.size());
  if (timestep == 0) {
    camera_ = frame.camera;
    world_from_map_ = frame.world_from_camera.value_or(Pose::Identity());
  }
  FrameRecord record{frame.index, frame.timestamp_s, Pose::Identity(), frame.world_from_camera, {}};
  const auto device_frame = std::make_shared<const DeviceFrame>(std::move(frame), backend_.memory);

  FrameReport report;
  const auto track_start = std::chrono::steady_clock::now();
  report.tracking = TrackFrame(*device_frame);
  report.track_ms = MillisecondsSince(track_start);
  if (IsMapped(timestep, report.tracking)) {
    const auto map_start = std::chrono::steady_clock::now();
    report.mapping = mapper_.Map(device_frame, timestep, report.tracking.camera_from_map);
    report.map_ms = MillisecondsSince(map_start);
  }
  record.camera_from_map = report.tracking.camera_from_map;
  record.state = report.tracking.state;
  frames_.push_back(std::move(record));
  return report;
}

TrackingReport SlamSystem::TrackFrame(const DeviceFrame& frame) {
  const bool first = frames_.empty();
  if (!first && config_.tracking.mode == TrackingMode::kEstimate) {
    return tracker_.Track(frame, mapper_.map().View(), mapper_.keyframes());
  }
  TrackingReport report;
  if (!first) {
    const auto& truth = frame.host().world_from_camera;
    if (!truth) {
      throw Error("tracking.mode ground_truth: frame " + std::to_string(frame.index()) +
                  " of the data set has no pose; use tracking.mode estimate");
    }
    report.camera_from_map = truth->inverse() * world_from_map_;
  }
  tracker_.SetPose(report.camera_from_map);
  return report;
}

bool SlamSystem::IsMapped(int64_t timestep, const TrackingReport& tracking) const {
  if (tracking.state == TrackingState::kLost) return false;
  return timestep == 0 || (timestep + 1) % config_.mapping.every_frames == 0;
}

}  // namespace isogs
