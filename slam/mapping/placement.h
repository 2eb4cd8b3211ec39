// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <bit>
#include <cmath>

#include "shared/config/mapping_config.h"
#include "shared/geometry/pose.h"
#include "slam/mapping/detail_cells.h"
#include "slam/mapping/new_gaussian.h"

// What densifiers of all back ends do on the host.
namespace isogs {

inline Placement MakePlacement(const Camera& camera, const Pose& map_from_camera, const DensifyConfig& config,
                               DepthSensor sensor) {
  Placement placement;
  placement.camera = camera;
  for (int row = 0; row < 3; ++row) {
    for (int col = 0; col < 3; ++col) placement.rotation[3 * row + col] = map_from_camera.linear()(row, col);
    placement.translation[row] = map_from_camera.translation()(row);
  }
  const Eigen::Quaterniond q(map_from_camera.linear());
  placement.map_from_camera = {q.w(), q.x(), q.y(), q.z()};
  placement.sigma_over_depth =
      config.initial_scale_px * config.pixel_stride / (0.5 * (camera.fx + camera.fy));
  placement.thickness = config.initial_thickness;
  placement.sensor = sensor;
  return placement;
}

inline CellDivider MakeCellDivider(const GapTest& is_gap, const FrameView& frame,
                                   const DensifyConfig& config) {
  return {is_gap,
          {frame.width, frame.height, config.pixel_stride},
          frame,
          static_cast<int>(std::bit_floor(static_cast<unsigned>(config.max_cell))),
          static_cast<float>(config.max_color_residual),
          static_cast<float>(config.max_depth_residual)};
}

/// Of new Gaussians.
inline float InitialLogitOpacity(const DensifyConfig& config) {
  return static_cast<float>(std::log(config.initial_opacity / (1.0 - config.initial_opacity)));
}

}  // namespace isogs
