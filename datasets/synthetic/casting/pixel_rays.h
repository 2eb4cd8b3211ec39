// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "datasets/synthetic/casting/ray_scene.h"
#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"

namespace isogs::synthetic {

/// Rays through pixels from one pose: always the same bits for the same place in the image. Their directions
/// have z-depth 1, so that distances along them are depths.
class PixelRays {
 public:
  PixelRays(const Camera& camera, const Pose& world_from_camera)
      : cx_(static_cast<float>(camera.cx)),
        cy_(static_cast<float>(camera.cy)),
        fx_(static_cast<float>(camera.fx)),
        fy_(static_cast<float>(camera.fy)),
        origin_(world_from_camera.translation().cast<float>()),
        axes_(world_from_camera.linear().cast<float>()) {}

  /// Sets lane `lane` to the ray through (x, y) [px].
  void Set(RTCRay8& rays, int lane, float x, float y) const {
    const float sx = (x - cx_) / fx_, sy = (y - cy_) / fy_;
    SetRay(rays, lane, origin_, sx * axes_.col(0) + sy * axes_.col(1) + axes_.col(2),
           std::numeric_limits<float>::infinity());
  }

 private:
  float cx_, cy_, fx_, fy_;
  Eigen::Vector3f origin_;
  Eigen::Matrix3f axes_;
};

}  // namespace isogs::synthetic
