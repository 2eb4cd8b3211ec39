// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/sequence/seen_surface.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "datasets/synthetic/sensor/exposure.h"

namespace isogs::synthetic {
namespace {

constexpr float kCell_m = 0.05f;
constexpr float kFootprint_m = 0.02f;  // of the colour of a corner

int CellsAlong(float size_m) { return std::max(1, static_cast<int>(std::ceil(size_m / kCell_m))); }

/// The corners of one patch that are in the mesh already, by a key, and what colours need to know of them.
class PatchCorners {
 public:
  PatchCorners(const SurfaceShader& shader, uint32_t patch, float gain, TriangleMesh& mesh)
      : shader_(shader), patch_(patch), gain_(gain), mesh_(mesh) {}
  ~PatchCorners() { Color(); }
  PatchCorners(const PatchCorners&) = delete;
  PatchCorners& operator=(const PatchCorners&) = delete;

  uint32_t Index(uint64_t key, const Eigen::Vector3f& position, const Eigen::Vector3f& normal,
                 const Eigen::Vector2f& uv) {
    const auto [found, is_new] = index_of_.try_emplace(key, static_cast<uint32_t>(mesh_.vertex_count()));
    if (is_new) {
      mesh_.vertices.insert(mesh_.vertices.end(), position.begin(), position.end());
      mesh_.normals.insert(mesh_.normals.end(), normal.begin(), normal.end());
      if (samples_.count == SurfaceSamples::kMost) Color();
      samples_.patch[samples_.count] = patch_;
      samples_.u_m[samples_.count] = uv.x();
      samples_.v_m[samples_.count] = uv.y();
      samples_.footprint_m[samples_.count++] = kFootprint_m;
    }
    return found->second;
  }

 private:
  void Color() {
    shader_.Shade(samples_);
    for (size_t i = 0; i < samples_.count; ++i) {
      for (const float value : {samples_.red[i], samples_.green[i], samples_.blue[i]})
        mesh_.colors.push_back(DevelopedByte(gain_ * value));
    }
    samples_.count = 0;
  }

  const SurfaceShader& shader_;
  uint32_t patch_;
  float gain_;
  TriangleMesh& mesh_;
  SurfaceSamples samples_;
  std::unordered_map<uint64_t, uint32_t> index_of_;
};

}  // namespace

SeenSurface::SeenSurface(const SceneMesh& mesh) : mesh_(mesh) {
  size_t count = 0;
  for (const Patch& patch : mesh.patches) {
    Cells cells = {count, CellsAlong(patch.size_u_m), CellsAlong(patch.size_v_m)};
    count += patch.shape == PatchShape::kRectangle
                 ? static_cast<size_t>(cells.columns) * static_cast<size_t>(cells.rows)
                 : patch.triangle_count;
    cells_.push_back(cells);
  }
  seen_.resize(count, 0);
}

size_t SeenSurface::CellOf(uint32_t triangle, float u_m, float v_m) const {
  const uint32_t index = mesh_.patch_of_triangle[triangle];
  const Patch& patch = mesh_.patches[index];
  const Cells& cells = cells_[index];
  if (patch.shape != PatchShape::kRectangle) return cells.first + triangle - patch.first_triangle;
  const auto along = [](float at, float size, int count) {
    return static_cast<size_t>(
        std::clamp(static_cast<int>(at / size * static_cast<float>(count)), 0, count - 1));
  };
  return cells.first + along(v_m, patch.size_v_m, cells.rows) * static_cast<size_t>(cells.columns) +
         along(u_m, patch.size_u_m, cells.columns);
}

void SeenSurface::Add(const HitImage& hits) {
  const std::span<const float> u = hits.uv_m.plane(0), v = hits.uv_m.plane(1);
  for (size_t i = 0; i < u.size(); ++i) {
    const uint32_t triangle = hits.triangle.values()[i];
    if (triangle != HitImage::kNone) seen_[CellOf(triangle, u[i], v[i])] = 1;
  }
}

TriangleMesh SeenSurface::Mesh(const SurfaceShader& shader, float gain) const {
  TriangleMesh seen;
  for (uint32_t index = 0; index < mesh_.patches.size(); ++index) {
    const Patch& patch = mesh_.patches[index];
    const Cells& cells = cells_[index];
    PatchCorners corners(shader, index, gain, seen);
    if (patch.shape != PatchShape::kRectangle) {
      for (uint32_t k = 0; k < patch.triangle_count; ++k) {
        if (seen_[cells.first + k] == 0) continue;
        for (const uint32_t corner : mesh_.triangles[patch.first_triangle + k])
          seen.triangles.push_back(
              corners.Index(corner, mesh_.vertices[corner], mesh_.normals[corner], mesh_.uvs[corner]));
      }
      continue;
    }
    const auto corner = [&](int i, int j) {
      const float u = patch.size_u_m * static_cast<float>(i) / static_cast<float>(cells.columns);
      const float v = patch.size_v_m * static_cast<float>(j) / static_cast<float>(cells.rows);
      const SurfacePoint point = PointOf(mesh_, patch, u, v);
      return corners.Index(static_cast<uint64_t>(j) << 32 | static_cast<uint64_t>(i), point.position,
                           point.normal, {u, v});
    };
    for (int j = 0; j < cells.rows; ++j) {
      for (int i = 0; i < cells.columns; ++i) {
        if (seen_[cells.first + static_cast<size_t>(j * cells.columns + i)] == 0) continue;
        const uint32_t a = corner(i, j), b = corner(i + 1, j), c = corner(i + 1, j + 1), d = corner(i, j + 1);
        for (const uint32_t k : {a, b, c, a, c, d}) seen.triangles.push_back(k);
      }
    }
  }
  return seen;
}

}  // namespace isogs::synthetic
