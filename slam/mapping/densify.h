// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/config/mapping_config.h"
#include "shared/geometry/camera.h"
#include "shared/geometry/depth_sensor.h"
#include "shared/geometry/pose.h"
#include "slam/device/frame_view.h"
#include "slam/mapping/gaussian_map.h"

namespace isogs {

/// Finds where a rendered view lacks Gaussians, and adds them to the map.
class Densifier {
 public:
  virtual ~Densifier() = default;

  /// Appends new Gaussians, at most `max_count`, for the pixels of `frame` on the stride's grid (x, y =
  /// stride / 2, stride / 2 + stride, ...) with valid depth beyond the near plane (near_plane.h) where the
  /// view's silhouette is below max_silhouette, or where the measurement lies in front of the view by more
  /// than depth_error_over_median medians of |D - D*| over all pixels, others counting as 0 unless they are
  /// most, or by more than front_sigmas deviations of a noisy sensor (docs/method.md, "Densification").
  /// `planes` [5,H,W] is the map seen from `camera_from_map`, null for an empty map: then all such pixels
  /// lack one. Pixels of a cell that is smooth share one (CellDivider). They are discs on the measured
  /// surface, as thick as the sensor errs there. Where there are more than `max_count`, those kept are spread
  /// over the image. Returns how many were added.
  virtual int64_t Append(const float* planes, const FrameView& frame, const Camera& camera,
                         const Pose& camera_from_map, int64_t timestep, const DensifyConfig& config,
                         DepthSensor sensor, int64_t max_count, GaussianMap* map) = 0;
};

}  // namespace isogs
