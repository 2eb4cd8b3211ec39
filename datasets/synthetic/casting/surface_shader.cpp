// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/casting/surface_shader.h"

#include <algorithm>

namespace isogs::synthetic {

SurfaceShader::SurfaceShader(const Scene& scene, const SceneMesh& mesh, const LightMap& light)
    : scene_(scene), mesh_(mesh), light_(light) {}

void SurfaceShader::Shade(SurfaceSamples& samples) const {
  std::array<int, SurfaceSamples::kMost> materials;
  size_t material_count = 0;
  for (size_t i = 0; i < samples.count; ++i) {
    if (samples.patch[i] == SurfaceSamples::kNone) {
      samples.red[i] = samples.green[i] = samples.blue[i] = samples.reflectance[i] = 0.0f;
      continue;
    }
    const int material = mesh_.patches[samples.patch[i]].material;
    const auto end = materials.begin() + static_cast<std::ptrdiff_t>(material_count);
    if (std::find(materials.begin(), end, material) == end) materials[material_count++] = material;
  }
  for (size_t k = 0; k < material_count; ++k) ShadeMaterial(samples, materials[k]);
}

void SurfaceShader::ShadeMaterial(SurfaceSamples& samples, int material) const {
  TexturePoints points;
  std::array<uint16_t, SurfaceSamples::kMost> from;
  for (size_t i = 0; i < samples.count; ++i) {
    if (samples.patch[i] == SurfaceSamples::kNone) continue;
    const Patch& patch = mesh_.patches[samples.patch[i]];
    if (patch.material != material) continue;
    const float u = samples.u_m[i] + patch.texture_u_m, v = samples.v_m[i] + patch.texture_v_m;
    points.u_m[points.count] = patch.pattern_turned ? v : u;
    points.v_m[points.count] = patch.pattern_turned ? u : v;
    points.footprint_m[points.count] = samples.footprint_m[i];
    from[points.count++] = static_cast<uint16_t>(i);
  }
  const Material& look = scene_.materials[static_cast<size_t>(material)];
  EvaluateTexture(look, points);
  for (size_t k = 0; k < points.count; ++k) {
    const size_t i = from[k];
    const Color light = light_.At(samples.patch[i], samples.u_m[i], samples.v_m[i]);
    samples.red[i] = points.red[k] * (light[0] + look.emission[0]);
    samples.green[i] = points.green[k] * (light[1] + look.emission[1]);
    samples.blue[i] = points.blue[k] * (light[2] + look.emission[2]);
    samples.reflectance[i] = (points.red[k] + points.green[k] + points.blue[k]) / 3.0f;
  }
}

}  // namespace isogs::synthetic
