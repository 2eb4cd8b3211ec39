// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/casting/ray_scene.h"
#include "datasets/synthetic/surface/light_map.h"

namespace isogs::synthetic {

struct BakeOptions {
  double texel_m = 0.06;
  int gather_rays = 64;  ///< a texel, for light from other surfaces; a multiple of 8
};

/// Light of the scene's lamps and windows, with soft shadows (16 rays to each), and what surfaces send on to
/// each other: one bounce by rays, later ones as a series. The same bit for bit on any number of threads.
LightMap BakeLight(const Scene& scene, const SceneMesh& mesh, const RayScene& rays,
                   const BakeOptions& options = {});

}  // namespace isogs::synthetic
