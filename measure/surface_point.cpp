// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "measure/surface_point.h"

#include <limits>

#include "shared/core/error.h"
#include "shared/geometry/triangle.h"

namespace isogs {
namespace {

using Point = Eigen::Vector3d;

Point NearestOfTriangle(const Point& p, const Point& a, const Point& b, const Point& c) {
  const Point normal = (b - a).cross(c - a);
  if (LiesOver(p, a, b, c, normal)) return p - (p - a).dot(normal) / normal.squaredNorm() * normal;
  Point nearest = NearestOfEdge(p, a, b);
  for (const Point& other : {NearestOfEdge(p, b, c), NearestOfEdge(p, c, a)}) {
    if ((other - p).squaredNorm() < (nearest - p).squaredNorm()) nearest = other;
  }
  return nearest;
}

}  // namespace

Eigen::Vector3d NearestSurfacePoint(const TriangleMesh& mesh, const Eigen::Vector3d& point) {
  if (mesh.triangle_count() == 0) throw Error("a mesh without triangles has no surface to measure to");
  const auto corner = [&](size_t triangle, size_t k) {
    return Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[3 * size_t{mesh.triangles[3 * triangle + k]}])
        .cast<double>()
        .eval();
  };
  Point nearest = corner(0, 0);
  for (size_t t = 0; t < mesh.triangle_count(); ++t) {
    const Point candidate = NearestOfTriangle(point, corner(t, 0), corner(t, 1), corner(t, 2));
    if ((candidate - point).squaredNorm() < (nearest - point).squaredNorm()) nearest = candidate;
  }
  return nearest;
}

}  // namespace isogs
