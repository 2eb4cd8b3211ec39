// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "shared/core/random.h"
#include "shared/ipc/gaussian_snapshot.h"
#include "shared/ipc/live_mesh.h"
#include "shared/ipc/preview.h"
#include "shared/ipc/status.h"
#include "shared/types/gaussian_cloud.h"

namespace isogs {

inline Pose TestPose() {
  Pose pose = Pose::Identity();
  pose.rotate(Eigen::AngleAxisd(0.7, Eigen::Vector3d(1, 2, 3).normalized()));
  pose.translation() << 1.5, -2.5, 0.25;
  return pose;
}

/// Gaussians of a room, and the source that shows them.
struct TestMap {
  explicit TestMap(size_t count, uint64_t seed = 1) {
    Random random(seed);
    cloud.Resize(count);
    const auto between = [&](double low, double high) {
      return static_cast<float>(low + (high - low) * random.NextUnit());
    };
    for (float& value : cloud.means) value = between(-4, 4);
    for (float& value : cloud.colors) value = between(-0.1, 1.1);
    for (float& value : cloud.rotations) value = static_cast<float>(random.NextNormal());
    for (float& value : cloud.logit_opacities) value = between(-5, 5);
    for (float& value : cloud.log_scales) value = between(-7.5, -2);
    for (size_t i = 0; i < count; ++i) {
      cloud.timesteps[i] = static_cast<float>(i % 3);
      ids.push_back(static_cast<int32_t>(2 * i + 5));
    }
  }

  SnapshotSource Source() const {
    SnapshotSource source;
    source.info = {40, 1.25, 123456789, TestPose(), true};
    source.count = static_cast<int64_t>(cloud.size());
    source.means = cloud.means.data();
    source.colors = cloud.colors.data();
    source.rotations = cloud.rotations.data();
    source.logit_opacities = cloud.logit_opacities.data();
    source.log_scales = cloud.log_scales.data();
    source.timesteps = cloud.timesteps.data();
    source.ids = ids.data();
    source.camera_centers = {{0, 0, 0}, {1, 0, 0}, {0, 2, 0}};
    return source;
  }

  GaussianCloud cloud;
  std::vector<int32_t> ids;
};

inline Status TestStatus() {
  Status status;
  status.state = RunState::kRunning;
  status.started_unix_s = 1.75e9;
  status.frames_done = 17;
  status.frames_total = 60;
  status.dataset_index = 16;
  status.timestamp_s = 0.53;
  status.tracking = TrackingState::kUncertain;
  status.camera = {320, 240, 300.5, 301.5, 159.5, 119.5};
  status.camera_from_map = TestPose();
  status.world_from_map = TestPose().inverse();
  status.fps = 8.75;
  status.gaussians = 147'517;
  status.psnr_db = 35.5;
  return status;
}

inline LiveMesh TestMesh() {
  LiveMesh mesh;
  mesh.info.snapshot_number = 3;
  mesh.info.world_from_map = TestPose();
  mesh.info.voxel_size_m = 0.02;
  mesh.mesh.vertices = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 2, 2, 2};
  mesh.mesh.normals.assign(15, 0.5f);
  for (uint8_t i = 0; i < 15; ++i) mesh.mesh.colors.push_back(i);
  mesh.mesh.triangles = {0, 1, 2, 2, 3, 4, 0, 4, 1};
  return mesh;
}

inline Preview TestPreview() {
  Preview preview{12, 99, Image<uint8_t>(3, 7, 21)};
  for (size_t i = 0; i < preview.image.values().size(); ++i)
    preview.image.data()[i] = static_cast<uint8_t>(i);
  return preview;
}

}  // namespace isogs
