// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shared/mesh_view/room_axes.h"

namespace isogs {

/// A plane: the points p with normal . p = offset_m.
struct Plane {
  Eigen::Vector3d normal = Eigen::Vector3d::UnitZ();  ///< towards the room
  double offset_m = 0.0;
  double area_m2 = 0.0;                              ///< of the mesh that lies in it
  double scatter_m = 0.0;                            ///< of that around it, RMS
  Eigen::Vector3d middle = Eigen::Vector3d::Zero();  ///< of that

  double HeightOf(const Eigen::Vector3d& point) const { return normal.dot(point) - offset_m; }
};

/// The plane, or why none is believed.
struct PlaneSearch {
  std::optional<Plane> plane;
  std::string why_not;
};

/// The plane that ends the mesh on one side of a room: of the large ones that are turned to `inward` the one
/// farthest against it. With a floor's direction, up, that is the floor. It is not believed where more than a
/// little of the mesh lies beyond: a table top is no floor, as the walls go on below it. `name` is for
/// `why_not`.
PlaneSearch FindOuterPlane(const std::vector<MeshFace>& faces, const Eigen::Vector3d& inward,
                           const std::string& name);

}  // namespace isogs
