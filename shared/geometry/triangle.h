// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <algorithm>

namespace isogs {

template <typename Real>
using Vector3 = Eigen::Matrix<Real, 3, 1>;

/// The point of an edge nearest to `p`.
template <typename Real>
Vector3<Real> NearestOfEdge(const Vector3<Real>& p, const Vector3<Real>& a, const Vector3<Real>& b) {
  const Vector3<Real> edge = b - a;
  const Real length2 = edge.squaredNorm();
  if (!(length2 > Real(0))) return a;
  return a + std::clamp((p - a).dot(edge) / length2, Real(0), Real(1)) * edge;
}

/// Whether `p` lies above or below the inside of a triangle; `normal` is (b - a) x (c - a).
template <typename Real>
bool LiesOver(const Vector3<Real>& p, const Vector3<Real>& a, const Vector3<Real>& b, const Vector3<Real>& c,
              const Vector3<Real>& normal) {
  const auto inside_of = [&](const Vector3<Real>& from, const Vector3<Real>& to) {
    return (to - from).cross(p - from).dot(normal) >= Real(0);
  };
  return normal.squaredNorm() > Real(0) && inside_of(a, b) && inside_of(b, c) && inside_of(c, a);
}

}  // namespace isogs
