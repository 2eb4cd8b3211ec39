// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "datasets/synthetic/casting/bake_light.h"
#include "datasets/synthetic/casting/surface_shader.h"
#include "shared/geometry/camera.h"
#include "shared/image/image.h"

namespace isogs::synthetic {

/// From where a picture is taken: one pose, or one for each row, as rolling shutters have it.
struct View {
  Camera camera;
  std::span<const Pose> world_from_row;
};

/// What the ray through the centre of each pixel hits.
struct HitImage {
  static constexpr uint32_t kNone = SurfaceSamples::kNone;

  Image<float> depth_m;        ///< z-depth; 0: nothing
  Image<float> uv_m;           ///< [2,H,W] on the patch
  Image<float> cos_incidence;  ///< between ray and surface normal, in 0..1
  Image<float> reflectance;    ///< mean of red, green, blue; 0 where it was not asked for
  Image<uint32_t> triangle;    ///< of the scene's mesh
};

/// A scene with its light, ready to be looked at. Thread-safe; pictures are the same bit for bit on any
/// number of threads.
class Renderer {
 public:
  explicit Renderer(Scene scene, const BakeOptions& options = {});

  const Scene& scene() const { return scene_; }
  const SceneMesh& mesh() const { return mesh_; }
  const RayScene& rays() const { return rays_; }
  const SurfaceShader& shader() const { return shader_; }

  /// Without reflectances, which take about as long as the rays.
  HitImage CastCenters(const View& view) const;
  /// Radiance [3,H,W], the mean over `rays_per_pixel` (1, 4 or 16) places in the pixel.
  Image<float> Radiance(const View& view, int rays_per_pixel) const;
  /// Both by the same rays: one a pixel.
  Image<float> RadianceWithHits(const View& view, HitImage* hits) const;

 private:
  Scene scene_;
  SceneMesh mesh_;
  RayScene rays_;
  LightMap light_;
  SurfaceShader shader_;
};

}  // namespace isogs::synthetic
