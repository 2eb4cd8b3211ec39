// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "measure/floor_area.h"
#include "measure/outer_plane.h"
#include "shared/types/triangle_mesh.h"

namespace isogs {

/// What can be said of a room by its mesh. Lengths in metres.
struct RoomFigures {
  std::array<Eigen::Vector3d, 3> axes;  ///< the longer walls, the shorter ones, up; unit length
  std::optional<Plane> floor;
  std::optional<Plane> ceiling;
  std::optional<double> height_m;              ///< from the floor to the ceiling, its mean
  std::array<double, 2> ceiling_range_m = {};  ///< lowest and highest of the ceiling, but for outliers
  std::optional<FloorArea> area;
  std::array<std::optional<double>, 2> walls_m;  ///< between opposite walls, along and across
  std::array<double, 3> extents_m = {};          ///< of the mesh along the axes, but for outliers
  double surface_m2 = 0.0;
  std::optional<double> volume_m3;  ///< floor area times height
  std::vector<std::string> notes;   ///< why a figure is missing
};

/// `up` may be off by 25 degrees: floors and ceilings correct it. Throws Error if the mesh has no surface.
RoomFigures MeasureRoom(const TriangleMesh& mesh, const Eigen::Vector3d& up);

}  // namespace isogs
