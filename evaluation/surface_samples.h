// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "shared/types/triangle_mesh.h"

namespace isogs {

/// Points on a surface, with the unit normals of the triangles they lie in.
struct SurfaceSamples {
  std::vector<float> points;   // [N,3] m
  std::vector<float> normals;  // [N,3]

  size_t size() const { return points.size() / 3; }
};

/// `count` points, as many on each triangle as its share of the area says, rounded so that they add up;
/// within a triangle uniformly at random. Equal seeds give equal points. Throws Error if the mesh has no
/// area.
SurfaceSamples SampleSurface(const TriangleMesh& mesh, size_t count, uint64_t seed);

}  // namespace isogs
