// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/geometry/depth_sensor.h"
#include "slam/rendering/camera_view.h"
#include "slam/rendering/gaussian_view.h"

namespace isogs {

/// What Gaussians are not pressed below, as long as they are discs: a surface known from noisy depth is as
/// thick as that errs.
struct FlatFloor {
  DepthSensor sensor = DepthSensor::kRendered;  // which has no noise: no floor
  float z_row[4] = {0, 0, 1, 0};                // of camera_from_map: a mean's depth in the view
};

inline FlatFloor MakeFlatFloor(DepthSensor sensor, const RenderCamera& view) {
  return {sensor, {view.rotation[6], view.rotation[7], view.rotation[8], view.translation[2]}};
}

/// Presses Gaussians flat: the mean, over the Gaussians in view, of their smallest scale.
class FlatLoss {
 public:
  virtual ~FlatLoss() = default;

  /// Adds `weight` times the derivative of the mean, over the Gaussians of `rows`, of their smallest scale to
  /// the rows: to the smallest axis alone, the first of equals, and only where that is above the floor or
  /// the Gaussian is thicker than a disc (kThickestDisc).
  virtual void Add(const GaussianView& map, double weight, const FlatFloor& floor,
                   const GradientRows& rows) = 0;

  /// The mean [m] over the calls of Add since the last call of this, 0 where there were no rows. Waits for
  /// the device; Add does not.
  virtual double TakeMean() = 0;
};

}  // namespace isogs
