// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "datasets/synthetic/casting/renderer.h"
#include "shared/types/triangle_mesh.h"

namespace isogs::synthetic {

/// Which parts of a scene's surface were seen: plane patches in cells of at most 5 cm, curved ones by
/// triangles. Seen is what the ray through a pixel's centre has hit.
class SeenSurface {
 public:
  explicit SeenSurface(const SceneMesh& mesh);

  void Add(const HitImage& hits);
  /// The surface as rays met it, coloured as a camera with `gain` sees it; normals are the true shape's.
  TriangleMesh Mesh(const SurfaceShader& shader, float gain) const;

 private:
  struct Cells {
    size_t first = 0;
    int columns = 1, rows = 1;  // of a rectangle
  };
  size_t CellOf(uint32_t triangle, float u_m, float v_m) const;

  const SceneMesh& mesh_;
  std::vector<Cells> cells_;  // of patches
  std::vector<uint8_t> seen_;
};

}  // namespace isogs::synthetic
