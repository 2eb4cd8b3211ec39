// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/mesh_view/room_axes.h"

#include <Eigen/Geometry>
#include <cmath>
#include <complex>
#include <numbers>

namespace isogs {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;

}  // namespace

std::vector<MeshFace> SomeFaces(const TriangleMesh& mesh, size_t most) {
  std::vector<MeshFace> faces;
  const size_t stride = mesh.triangle_count() / most + 1;
  for (size_t t = 0; t < mesh.triangle_count(); t += stride) {
    Eigen::Vector3d p[3];
    for (size_t k = 0; k < 3; ++k) {
      p[k] = Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[3 * size_t{mesh.triangles[3 * t + k]}])
                 .cast<double>();
    }
    faces.push_back({(p[0] + p[1] + p[2]) / 3.0, (p[1] - p[0]).cross(p[2] - p[0])});
  }
  return faces;
}

Eigen::Vector3d RefineUp(const std::vector<MeshFace>& faces, Eigen::Vector3d up) {
  for (const double within : {25.0 * kDegree, 10.0 * kDegree}) {
    Eigen::Vector3d sum = Eigen::Vector3d::Zero();
    for (const MeshFace& face : faces) {
      const double along = face.normal.dot(up);
      if (std::abs(along) > std::cos(within) * face.normal.norm())
        sum += along > 0.0 ? face.normal : -face.normal;
    }
    if (sum.norm() > 0.0) up = sum.normalized();
  }
  return up;
}

std::array<Eigen::Vector3d, 2> WallAxes(const std::vector<MeshFace>& faces, const Eigen::Vector3d& up) {
  const Eigen::Vector3d x = up.unitOrthogonal(), y = up.cross(x);
  std::complex<double> sum = 0.0;  // of angles times four: walls a right angle apart agree
  for (const MeshFace& face : faces) {
    if (std::abs(face.normal.dot(up)) > 0.3 * face.normal.norm()) continue;
    const std::complex<double> level(face.normal.dot(x), face.normal.dot(y));
    const double length = std::abs(level);
    if (length > 0.0) sum += length * std::pow(level / length, 4);
  }
  const double angle = std::arg(sum) / 4.0;
  const Eigen::Vector3d along = std::cos(angle) * x + std::sin(angle) * y;
  return {along, up.cross(along)};
}

}  // namespace isogs
