// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "datasets/synthetic/scene/material.h"
#include "datasets/synthetic/surface/scene_mesh.h"

namespace isogs::synthetic {

/// What white paint would send out everywhere on a scene's surface [radiance], in a grid over each patch. It
/// belongs to the scene, not to a view: the same point is as bright in every frame.
class LightMap {
 public:
  LightMap(const SceneMesh& mesh, double texel_m);

  /// Between the four grid points around.
  Color At(uint32_t patch, float u_m, float v_m) const;

  size_t size() const { return values_.size(); }
  std::vector<Color>& values() { return values_; }
  uint32_t PatchOf(size_t texel) const { return patch_of_texel_[texel]; }
  /// Where a texel lies on its patch, a little inside of its edges.
  Eigen::Vector2f PlaceOf(size_t texel) const;
  Color Nearest(uint32_t patch, float u_m, float v_m) const;
  /// Texels beside one on its patch, at most eight; returns how many.
  int NeighborsOf(size_t texel, std::array<size_t, 8>& neighbors) const;

 private:
  struct Grid {
    size_t first = 0;
    int columns = 2, rows = 2;
    float size_u_m = 0.0f, size_v_m = 0.0f;
    float per_u = 0.0f, per_v = 0.0f;  // texels a metre
  };

  std::vector<Grid> grids_;
  std::vector<uint32_t> patch_of_texel_;
  std::vector<Color> values_;
};

}  // namespace isogs::synthetic
