// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/image/image.h"
#include "shared/types/tracking_state.h"
#include "shared/types/triangle_mesh.h"

namespace isogs {

/// The camera that moves through the scene.
struct MovingCamera {
  Camera camera;  ///< width 0: not known
  Pose world_from_camera = Pose::Identity();
  TrackingState state = TrackingState::kTracking;

  bool operator==(const MovingCamera& other) const {
    return camera == other.camera && world_from_camera.matrix() == other.world_from_camera.matrix() &&
           state == other.state;
  }
};

/// All that a viewer shows, in the world's frame: made by whoever reads a run, drawn by ViewerWindow.
struct SceneState {
  std::shared_ptr<const TriangleMesh> mesh;       ///< null: none; without triangles: points
  std::shared_ptr<const Image<uint8_t>> preview;  ///< [3,H,W] RGB; null: none
  std::string preview_text;                       ///< a line on what it shows
  std::vector<Eigen::Vector3f> path;              ///< camera centres, oldest first
  std::optional<MovingCamera> camera;
  Eigen::Vector3f up = Eigen::Vector3f::UnitZ();  ///< unit; what people who held the camera took for up
  std::string text;                               ///< lines on top
  std::string waiting;                            ///< a line in the middle while there is little else
  int64_t frame = 0;                              ///< for the names of pictures
};

}  // namespace isogs
