// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "shared/geometry/pose.h"

namespace isogs {

/// A surface in host memory, for files, the viewer and metrics. Triangles are counter-clockwise seen from
/// outside (from where normals point to).
struct TriangleMesh {
  std::vector<float> vertices;      ///< [V,3] m
  std::vector<float> normals;       ///< [V,3] unit length; empty: none
  std::vector<uint8_t> colors;      ///< [V,3] RGB; empty: none
  std::vector<uint32_t> triangles;  ///< [T,3] indices of vertices

  size_t vertex_count() const { return vertices.size() / 3; }
  size_t triangle_count() const { return triangles.size() / 3; }
};

/// The same mesh in another frame. Takes the mesh by value: move it in to save the copy.
TriangleMesh Transformed(TriangleMesh mesh, const Pose& world_from_map);

}  // namespace isogs
