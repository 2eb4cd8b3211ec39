// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/surface/light_map.h"
#include "datasets/synthetic/surface/scene_mesh.h"
#include "datasets/synthetic/surface/texture.h"

namespace isogs::synthetic {

/// Points on a scene's surface, and what is seen of them. Of the first `count`, those whose patch is kNone
/// are nowhere, and black.
struct SurfaceSamples {
  static constexpr size_t kMost = TexturePoints::kMost;
  static constexpr uint32_t kNone = 0xffffffffu;

  size_t count = 0;
  std::array<uint32_t, kMost> patch;
  std::array<float, kMost> u_m, v_m, footprint_m;
  std::array<float, kMost> red, green, blue;  ///< radiance
  std::array<float, kMost> reflectance;       ///< mean of the three
};

class SurfaceShader {
 public:
  /// Keeps references to all three.
  SurfaceShader(const Scene& scene, const SceneMesh& mesh, const LightMap& light);

  void Shade(SurfaceSamples& samples) const;

 private:
  void ShadeMaterial(SurfaceSamples& samples, int material) const;

  const Scene& scene_;
  const SceneMesh& mesh_;
  const LightMap& light_;
};

}  // namespace isogs::synthetic
