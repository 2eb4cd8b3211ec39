// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "datasets/synthetic/scene/scene.h"

namespace isogs::synthetic {

enum class PatchShape {
  kRectangle,  ///< two triangles
  kDisc,       ///< a fan about its middle
  kGrid        ///< curved: cells_u x cells_v cells of two triangles
};

/// A piece of surface with coordinates (u, v) over it, in metres from 0 to its size. Seen from outside, v is
/// to the left of u.
struct Patch {
  PatchShape shape = PatchShape::kRectangle;
  int object = 0;
  int material = 0;
  float size_u_m = 0.0f, size_v_m = 0.0f;
  Eigen::Vector3f origin, axis_u, axis_v, normal;  ///< of a plane one: where u = v = 0; unit length
  float texture_u_m = 0.0f, texture_v_m = 0.0f;    ///< the pattern's coordinates where u = v = 0
  bool pattern_turned = false;                     ///< the pattern's u runs along v
  uint32_t first_vertex = 0;
  int cells_u = 1, cells_v = 1;
  uint32_t first_triangle = 0, triangle_count = 0;
};

/// The surface of a scene as triangles: what rays hit, to the bit.
struct SceneMesh {
  std::vector<Eigen::Vector3f> vertices;
  std::vector<Eigen::Vector3f> normals;  ///< of the true shape, to shade by
  std::vector<Eigen::Vector2f> uvs;      ///< on the vertex's patch [m]
  std::vector<std::array<uint32_t, 3>> triangles;
  std::vector<uint32_t> patch_of_triangle;
  std::vector<Patch> patches;
};

SceneMesh MakeSceneMesh(const Scene& scene);

/// A point of a patch and its outward normal.
struct SurfacePoint {
  Eigen::Vector3f position;
  Eigen::Vector3f normal;
};
SurfacePoint PointOf(const SceneMesh& mesh, const Patch& patch, float u_m, float v_m);

}  // namespace isogs::synthetic
