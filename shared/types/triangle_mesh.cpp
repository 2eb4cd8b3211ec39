// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/types/triangle_mesh.h"

namespace isogs {

TriangleMesh Transformed(TriangleMesh mesh, const Pose& world_from_map) {
  for (size_t i = 0; i < mesh.vertices.size(); i += 3) {
    Eigen::Map<Eigen::Vector3f> vertex(&mesh.vertices[i]);
    vertex = (world_from_map * vertex.cast<double>()).cast<float>();
  }
  const Eigen::Matrix3f rotation = world_from_map.linear().cast<float>();
  for (size_t i = 0; i < mesh.normals.size(); i += 3) {
    Eigen::Map<Eigen::Vector3f> normal(&mesh.normals[i]);
    normal = (rotation * normal).eval();
  }
  return mesh;
}

}  // namespace isogs
