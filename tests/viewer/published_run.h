// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <utility>

#include "run/run_directory.h"
#include "shared/config/config_writer.h"
#include "shared/formats/trajectory.h"
#include "shared/io/file.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/channel_layout.h"
#include "shared/ipc/live_mesh.h"
#include "shared/ipc/preview.h"
#include "shared/ipc/role_lock.h"
#include "shared/ipc/status.h"

namespace isogs {

/// Says into shared memory, and into the log of poses, what SLAM and the mesher of a run would say.
class PublishedRun {
 public:
  PublishedRun(const std::filesystem::path& run_directory, const Camera& camera, int64_t frames_total,
               const Config& config = {})
      : run_((std::filesystem::create_directories(run_directory), run_directory)),
        slam_(RoleLock::Acquire(run_directory, Role::kSlam)),
        mesher_(RoleLock::Acquire(run_directory, Role::kMesher)),
        statuses_(slam_),
        previews_(slam_),
        meshes_(mesher_),
        trajectory_((std::filesystem::remove(run_.trajectory_online()), run_.trajectory_online())) {
    WriteFileAtomically(run_.config(), ToYaml(config));
    status_.camera = camera;
    status_.frames_total = frames_total;
    status_.state = RunState::kRunning;
  }

  /// What the next frame's status starts from.
  Status& status() { return status_; }

  void PublishFrame(const Pose& world_from_camera) {
    if (status_.frames_done == 0) status_.world_from_map = world_from_camera;
    status_.camera_from_map = world_from_camera.inverse() * status_.world_from_map;
    ++status_.frames_done;
    if (status_.tracking != TrackingState::kLost) {
      trajectory_.Append({static_cast<double>(status_.frames_done), world_from_camera});
    }
    PublishStatus();
  }

  void PublishStatus() {
    status_.stamp_ns = MonotonicNs();
    statuses_.Publish(status_);
  }

  /// `mesh`: in the world's frame, without normals.
  void PublishMesh(TriangleMesh mesh, bool is_final = false) {
    const Eigen::Isometry3f map_from_world = status_.world_from_map.inverse().cast<float>();
    for (size_t i = 0; i < mesh.vertices.size(); i += 3) {
      Eigen::Map<Eigen::Vector3f> vertex(&mesh.vertices[i]);
      vertex = map_from_world * vertex;
    }
    LiveMesh live;
    live.info.frame = status_.frames_done - 1;
    live.info.snapshot_stamp_ns = live.info.stamp_ns = MonotonicNs();
    live.info.world_from_map = status_.world_from_map;
    live.info.voxel_size_m = 0.02;
    live.info.is_final = is_final;
    live.mesh = std::move(mesh);
    meshes_.Publish(live);
  }

  void PublishPreview(Image<uint8_t> image) {
    previews_.Publish({status_.frames_done - 1, MonotonicNs(), std::move(image)});
  }

 private:
  RunDirectory run_;
  RoleLock slam_, mesher_;
  Publisher<Status> statuses_;
  Publisher<Preview> previews_;
  Publisher<LiveMesh> meshes_;
  TrajectoryLog trajectory_;
  Status status_;
};

}  // namespace isogs
