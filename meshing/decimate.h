// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "shared/types/triangle_mesh.h"

namespace isogs {

struct DecimatedMesh {
  TriangleMesh mesh;
  double error_m = 0.0;  ///< as meshoptimizer estimates it, by the planes of the triangles that are gone
};

/// The mesh with at most `max_triangles`, or as few as its topology allows: edges collapse where that moves
/// the surface least (meshoptimizer; Garland and Heckbert 1997). Vertices that stay keep place, normal and
/// colour.
DecimatedMesh Decimate(const TriangleMesh& mesh, size_t max_triangles);

}  // namespace isogs
