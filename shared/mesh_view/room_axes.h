// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <vector>

#include "shared/types/triangle_mesh.h"

namespace isogs {

/// A triangle: its middle and its normal, twice its area long.
struct MeshFace {
  Eigen::Vector3d middle, normal;

  double area_m2() const { return 0.5 * normal.norm(); }
  /// Whether it is turned to `direction`, of unit length, up to an angle of that cosine.
  bool Faces(const Eigen::Vector3d& direction, double least_cos) const {
    return normal.dot(direction) > least_cos * normal.norm();
  }
};

/// Every n-th face, so that there are at most about `most`.
std::vector<MeshFace> SomeFaces(const TriangleMesh& mesh, size_t most);

/// The direction near `up`, which may be off by 25 degrees, that most of the level surface is perpendicular
/// to.
Eigen::Vector3d RefineUp(const std::vector<MeshFace>& faces, Eigen::Vector3d up);

/// Two horizontal axes, along which most of the walls stand.
std::array<Eigen::Vector3d, 2> WallAxes(const std::vector<MeshFace>& faces, const Eigen::Vector3d& up);

}  // namespace isogs
