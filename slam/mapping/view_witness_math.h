// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "shared/geometry/depth_sensor.h"
#include "shared/geometry/near_plane.h"
#include "slam/rendering/projection_math.h"

// What a view's measured depth says of a Gaussian, for kernels on any device.
namespace isogs {

/// How many views saw a Gaussian where the surface is, and how many saw through it.
struct Testimony {
  uint16_t on = 0;
  uint16_t through = 0;
};

/// A view that is asked.
struct WitnessView {
  RenderCamera camera;
  const float* depth_m;  // [H,W], 0 = invalid
  DepthSensor sensor;
  float sigmas;  // a measurement as far behind as that saw through
};

/// Adds what the view says of a Gaussian at `mean` [3]. It is asked at the pixel of the mean and its
/// neighbours: where one of them measures nothing, or they are on both sides of the mean, an edge is near,
/// and it says nothing.
ISOGS_HD inline void Ask(const WitnessView& view, const float* mean, Testimony* testimony) {
  const RenderCamera& camera = view.camera;
  const splat::Vec3 point = splat::CameraPoint(camera, splat::LoadVec3(mean));
  if (!(point.z > kNearPlaneM)) return;  // also NaN
  const float u = camera.fx * point.x / point.z + camera.cx, v = camera.fy * point.y / point.z + camera.cy;
  if (!(u >= 1.0f && v >= 1.0f && u <= static_cast<float>(camera.width - 2) &&
        v <= static_cast<float>(camera.height - 2))) {
    return;
  }
  const int x = static_cast<int>(std::round(u)), y = static_cast<int>(std::round(v));
  const float margin_m = view.sigmas * static_cast<float>(SensorSigma(view.sensor, point.z, 1.0));
  int through = 0, on = 0;
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      const float measured_m = view.depth_m[int64_t{y + dy} * camera.width + (x + dx)];
      if (!(measured_m > 0.0f)) return;
      through += measured_m - point.z > margin_m ? 1 : 0;
      on += std::abs(measured_m - point.z) <= margin_m ? 1 : 0;
    }
  }
  if (through == 9) ++testimony->through;
  if (on > 0) ++testimony->on;
}

/// Whether a Gaussian is in what views saw to be free.
ISOGS_HD inline bool IsContradicted(const Testimony& testimony, int min_views) {
  return testimony.through >= min_views && testimony.through > testimony.on;
}

}  // namespace isogs
