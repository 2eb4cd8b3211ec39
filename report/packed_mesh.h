// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "shared/types/triangle_mesh.h"

namespace isogs {

/// A mesh as a page carries it: little-endian, first of all vertices the positions as 16-bit steps [V,3] from
/// `origin`, then of all triangles the corners, 32 bits each [T,3], then the colours [V,3] where it has any.
struct PackedMesh {
  std::string bytes;
  size_t vertices = 0;
  size_t triangles = 0;
  float origin[3] = {};
  float step_m = 0.0f;  ///< the largest error of a coordinate is half of it
  bool has_colors = false;
};

PackedMesh Pack(const TriangleMesh& mesh);

}  // namespace isogs
