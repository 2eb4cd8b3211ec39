// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

#include "measure/outer_plane.h"
#include "shared/types/triangle_mesh.h"

namespace isogs {

/// A room's floor seen from above [m²]; the parts add up to the whole.
struct FloorArea {
  double whole_m2 = 0.0;
  double seen_m2 = 0.0;      ///< the floor itself
  double under_m2 = 0.0;     ///< under things that stand on it
  double ceiling_m2 = 0.0;   ///< under the ceiling alone
  double enclosed_m2 = 0.0;  ///< surrounded by the others or by walls, and nothing seen there
};

/// By a grid of 2 cm over the plan. `ceiling`: null where there is none. Gaps of more than 2 m² stay out.
/// Throws Error for a mesh of more than a square kilometre.
FloorArea MeasureFloor(const TriangleMesh& mesh, const Plane& floor, const Plane* ceiling);

}  // namespace isogs
