// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/ipc/payload_buffer.h"
#include "shared/ipc/session.h"
#include "shared/ipc/slot_ring.h"
#include "shared/types/tracking_state.h"

namespace isogs {

enum class RunState : int64_t { kStarting, kRunning, kSaving, kFinished, kFailed, kLast = kFailed };
const char* ToString(RunState state);

/// Where a run is, after every frame.
struct Status {
  static constexpr Channel kChannel = Channel::kStatus;
  static constexpr uint64_t kPayloadVersion = 4;

  RunState state = RunState::kStarting;
  double started_unix_s = 0.0;
  int64_t stamp_ns = 0;  ///< MonotonicNs when it was written
  int64_t frames_done = 0;
  int64_t frames_total = 0;
  int64_t dataset_index = -1;  ///< of the last frame
  double timestamp_s = 0.0;    ///< of the last frame
  TrackingState tracking = TrackingState::kTracking;
  int64_t lost_frames = 0;
  int64_t keyframes = 0;
  int64_t loops = 0;            ///< closed, with a correction of poses
  int64_t corrected_poses = 0;  ///< of trajectory.txt, that replace as many of trajectory_online.txt; 0: none
  Camera camera;
  Pose camera_from_map = Pose::Identity();  ///< of the last frame
  Pose world_from_map = Pose::Identity();
  double fps = 0.0;       ///< frames by wall time, so far
  double track_ms = 0.0;  ///< of the last frame
  double map_ms = 0.0;    ///< of the last mapped frame
  int64_t gaussians = 0;
  int64_t map_bytes = 0;
  int64_t device_bytes = 0;  ///< of GPU memory that SLAM holds, the map among it
  double loss = 0.0;         ///< of the last frame that mapping rendered, as the three below; all 0: none
  double depth_l1_m = 0.0;
  double color_l1 = 0.0;
  double psnr_db = 0.0;
  int64_t snapshots = 0;  ///< published so far
  bool is_live = false;   ///< frames come from a camera; the rest is of that
  bool camera_is_there = false;
  int64_t dropped_frames = 0;        ///< came, and nobody had time for them
  double latency_ms = 0.0;           ///< from the last frame's arrival until its pose was known
  int64_t mapping_iterations = 0;    ///< of a mapping call, as many as there is time for
  int64_t mapping_every_frames = 0;  ///< a frame is mapped

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("state", state);
    visit("started_unix_s", started_unix_s);
    visit("stamp_ns", stamp_ns);
    visit("frames_done", frames_done);
    visit("frames_total", frames_total);
    visit("dataset_index", dataset_index);
    visit("timestamp_s", timestamp_s);
    visit("tracking", tracking);
    visit("lost_frames", lost_frames);
    visit("keyframes", keyframes);
    visit("loops", loops);
    visit("corrected_poses", corrected_poses);
    visit("camera", camera);
    visit("camera_from_map", camera_from_map);
    visit("world_from_map", world_from_map);
    visit("fps", fps);
    visit("track_ms", track_ms);
    visit("map_ms", map_ms);
    visit("gaussians", gaussians);
    visit("map_bytes", map_bytes);
    visit("device_bytes", device_bytes);
    visit("loss", loss);
    visit("depth_l1_m", depth_l1_m);
    visit("color_l1", color_l1);
    visit("psnr_db", psnr_db);
    visit("snapshots", snapshots);
    visit("is_live", is_live);
    visit("camera_is_there", camera_is_there);
    visit("dropped_frames", dropped_frames);
    visit("latency_ms", latency_ms);
    visit("mapping_iterations", mapping_iterations);
    visit("mapping_every_frames", mapping_every_frames);
  }

  size_t EncodedBytes() const;
  void Encode(PayloadSink& sink) const;
  static Status Decode(PayloadBuffer payload);
};

}  // namespace isogs
