// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>

namespace isogs::synthetic {

/// A box at any angle; `axes` has its directions as columns.
struct OrientedBox {
  Eigen::Vector3d center = Eigen::Vector3d::Zero();
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
  Eigen::Vector3d half = Eigen::Vector3d::Zero();  // [m]
};

/// Whether two boxes have inner points in common; what only touches does not overlap.
bool Overlap(const OrientedBox& a, const OrientedBox& b);
/// From a point to the box [m]; 0 inside.
double DistanceTo(const OrientedBox& box, const Eigen::Vector3d& point);
OrientedBox Moved(const OrientedBox& box, const Eigen::Isometry3d& motion);

}  // namespace isogs::synthetic
