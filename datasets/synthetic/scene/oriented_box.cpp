// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/oriented_box.h"

namespace isogs::synthetic {
namespace {

double Reach(const OrientedBox& box, const Eigen::Vector3d& axis) {
  return box.half.dot((box.axes.transpose() * axis).cwiseAbs());
}

bool Separates(const Eigen::Vector3d& axis, const OrientedBox& a, const OrientedBox& b) {
  constexpr double kParallel = 1e-12;  // squared length of a cross product of nearly parallel edges
  if (axis.squaredNorm() < kParallel) return false;
  return std::abs(axis.dot(b.center - a.center)) >= Reach(a, axis) + Reach(b, axis);
}

}  // namespace

/// By separating axes: the faces' normals and the cross products of edges (Gottschalk, Lin, Manocha,
/// "OBBTree", SIGGRAPH 1996).
bool Overlap(const OrientedBox& a, const OrientedBox& b) {
  if ((b.center - a.center).norm() >= a.half.norm() + b.half.norm()) return false;
  for (int i = 0; i < 3; ++i) {
    if (Separates(a.axes.col(i), a, b) || Separates(b.axes.col(i), a, b)) return false;
  }
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      if (Separates(a.axes.col(i).cross(b.axes.col(j)), a, b)) return false;
    }
  }
  return true;
}

double DistanceTo(const OrientedBox& box, const Eigen::Vector3d& point) {
  const Eigen::Vector3d inside = box.axes.transpose() * (point - box.center);
  return (inside.cwiseAbs() - box.half).cwiseMax(0.0).norm();
}

OrientedBox Moved(const OrientedBox& box, const Eigen::Isometry3d& motion) {
  return {motion * box.center, motion.linear() * box.axes, box.half};
}

}  // namespace isogs::synthetic
