// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/casting/renderer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "datasets/synthetic/casting/pixel_rays.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"

namespace isogs::synthetic {
namespace {

using Eigen::Vector3f;

constexpr int kTile = 16;  // [px]; its rays fill SurfaceSamples
static_assert(size_t{kTile} * kTile == SurfaceSamples::kMost);
constexpr int kPacketWidth = 4, kPacketHeight = 2;
static_assert(kPacketWidth * kPacketHeight == RayScene::kPacket);

struct Offset {
  float x, y;  // from the pixel's centre [px]
};

/// One in the centre, or as many in each row and column of the pixel's sub-pixels.
std::vector<Offset> OffsetsOf(int rays_per_pixel) {
  if (rays_per_pixel == 1) return {{0.0f, 0.0f}};
  if (rays_per_pixel == 4)
    return {{-0.125f, -0.375f}, {0.375f, -0.125f}, {0.125f, 0.375f}, {-0.375f, 0.125f}};
  if (rays_per_pixel != 16)
    throw UsageError("rays a pixel: found " + std::to_string(rays_per_pixel) + ", expected 1, 4 or 16");
  std::vector<Offset> offsets;
  for (int i = 0; i < 16; ++i) {
    const int column = i % 4, row = i / 4;
    offsets.push_back({(static_cast<float>(4 * column + row) + 0.5f) / 16 - 0.5f,
                       (static_cast<float>(4 * row + column) + 0.5f) / 16 - 0.5f});
  }
  return offsets;
}

class Caster {
 public:
  Caster(const SceneMesh& mesh, const RayScene& rays, const SurfaceShader& shader, const View& view)
      : mesh_(mesh), rays_(rays), shader_(shader), camera_(view.camera) {
    for (const Pose& pose : view.world_from_row) rows_.emplace_back(camera_, pose);
    if (rows_.size() != 1 && rows_.size() != static_cast<size_t>(camera_.height))
      throw Error("view: found " + std::to_string(rows_.size()) + " poses, expected one, or one a row");
  }

  /// Calls `body` for all tiles, in parallel.
  template <typename Body>
  void ForTiles(const Body& body) const {
    const int columns = (camera_.width + kTile - 1) / kTile, rows = (camera_.height + kTile - 1) / kTile;
    ParallelFor(static_cast<int64_t>(columns) * rows, 4, [&](int64_t begin, int64_t end) {
      for (int64_t tile = begin; tile < end; ++tile)
        body(static_cast<int>(tile % columns) * kTile, static_cast<int>(tile / columns) * kTile);
    });
  }

  /// Casts a ray for each pixel of the tile at (x0, y0); sample (y - y0) kTile + x - x0 is that of (x, y).
  void Cast(int x0, int y0, const Offset& offset, float footprint_px, SurfaceSamples& samples,
            HitImage* hits) const {
    samples.count = SurfaceSamples::kMost;
    for (int y = y0; y < y0 + kTile; y += kPacketHeight)
      for (int x = x0; x < x0 + kTile; x += kPacketWidth)
        CastPacket(x0, y0, x, y, offset, footprint_px, samples, hits);
  }
  void Shade(SurfaceSamples& samples) const { shader_.Shade(samples); }

 private:
  void CastPacket(int x0, int y0, int x, int y, const Offset& offset, float footprint_px,
                  SurfaceSamples& samples, HitImage* hits) const {
    RTCRayHit8 packet;
    for (int k = 0; k < RayScene::kPacket; ++k) {
      // Beyond the image, too: rays through a tile's margin cost less than cases.
      const int px = x + k % kPacketWidth, py = y + k / kPacketWidth;
      const PixelRays& row =
          rows_[rows_.size() == 1 ? 0 : static_cast<size_t>(std::min(py, camera_.height - 1))];
      row.Set(packet.ray, k, static_cast<float>(px) + offset.x, static_cast<float>(py) + offset.y);
    }
    rays_.Intersect(packet, RayScene::kPacket, true);
    for (int k = 0; k < RayScene::kPacket; ++k) {
      const int px = x + k % kPacketWidth, py = y + k / kPacketWidth;
      const auto sample = static_cast<size_t>((py - y0) * kTile + px - x0);
      const float cosine = TakeHit(packet, k, footprint_px, samples, sample);
      if (hits != nullptr && px < camera_.width && py < camera_.height)
        Keep(packet, k, px, py, samples, sample, cosine, *hits);
    }
  }

  /// Fills a sample by lane `k`; returns the cosine of incidence.
  float TakeHit(const RTCRayHit8& packet, int k, float footprint_px, SurfaceSamples& samples,
                size_t sample) const {
    if (packet.hit.geomID[k] == RTC_INVALID_GEOMETRY_ID) {
      samples.patch[sample] = SurfaceSamples::kNone;
      return 0.0f;
    }
    const uint32_t triangle = packet.hit.primID[k];
    const auto& corners = mesh_.triangles[triangle];
    const float b = packet.hit.u[k], c = packet.hit.v[k], a = 1.0f - b - c;
    const Eigen::Vector2f uv =
        a * mesh_.uvs[corners[0]] + b * mesh_.uvs[corners[1]] + c * mesh_.uvs[corners[2]];
    const Vector3f normal(packet.hit.Ng_x[k], packet.hit.Ng_y[k], packet.hit.Ng_z[k]);
    const Vector3f direction(packet.ray.dir_x[k], packet.ray.dir_y[k], packet.ray.dir_z[k]);
    const float length = std::sqrt(direction.squaredNorm());
    const float cosine =
        std::min(1.0f, std::fabs(normal.dot(direction)) / (length * std::sqrt(normal.squaredNorm())));
    samples.patch[sample] = mesh_.patch_of_triangle[triangle];
    samples.u_m[sample] = uv.x();
    samples.v_m[sample] = uv.y();
    samples.footprint_m[sample] = footprint_px * packet.ray.tfar[k] * length /
                                  (static_cast<float>(camera_.fx) * std::sqrt(std::max(cosine, 0.05f)));
    return cosine;
  }

  void Keep(const RTCRayHit8& packet, int k, int x, int y, const SurfaceSamples& samples, size_t sample,
            float cosine, HitImage& hits) const {
    const bool hit = samples.patch[sample] != SurfaceSamples::kNone;
    hits.depth_m.at(y, x) = hit ? packet.ray.tfar[k] : 0.0f;  // directions have z-depth 1
    hits.uv_m.at(0, y, x) = hit ? samples.u_m[sample] : 0.0f;
    hits.uv_m.at(1, y, x) = hit ? samples.v_m[sample] : 0.0f;
    hits.cos_incidence.at(y, x) = cosine;
    hits.triangle.at(y, x) = hit ? packet.hit.primID[k] : HitImage::kNone;
  }

  const SceneMesh& mesh_;
  const RayScene& rays_;
  const SurfaceShader& shader_;
  Camera camera_;
  std::vector<PixelRays> rows_;
};

HitImage EmptyHits(const Camera& camera) {
  const int h = camera.height, w = camera.width;
  return {Image<float>(1, h, w), Image<float>(2, h, w), Image<float>(1, h, w), Image<float>(1, h, w),
          Image<uint32_t>(1, h, w, HitImage::kNone)};
}

/// Calls `body(sample, x, y)` for the pixels of a tile that lie in the image.
template <typename Body>
void ForPixels(const Camera& camera, int x0, int y0, const Body& body) {
  for (int y = y0; y < std::min(y0 + kTile, camera.height); ++y)
    for (int x = x0; x < std::min(x0 + kTile, camera.width); ++x)
      body(static_cast<size_t>((y - y0) * kTile + x - x0), x, y);
}

}  // namespace

Renderer::Renderer(Scene scene, const BakeOptions& options)
    : scene_(std::move(scene)),
      mesh_(MakeSceneMesh(scene_)),
      rays_(mesh_),
      light_(BakeLight(scene_, mesh_, rays_, options)),
      shader_(scene_, mesh_, light_) {}

Image<float> Renderer::RadianceWithHits(const View& view, HitImage* hits) const {
  const Caster caster(mesh_, rays_, shader_, view);
  Image<float> radiance(3, view.camera.height, view.camera.width);
  *hits = EmptyHits(view.camera);
  caster.ForTiles([&](int x0, int y0) {
    SurfaceSamples samples;
    caster.Cast(x0, y0, {0.0f, 0.0f}, 1.0f, samples, hits);
    caster.Shade(samples);
    ForPixels(view.camera, x0, y0, [&](size_t i, int x, int y) {
      radiance.at(0, y, x) = samples.red[i];
      radiance.at(1, y, x) = samples.green[i];
      radiance.at(2, y, x) = samples.blue[i];
      hits->reflectance.at(y, x) = samples.reflectance[i];
    });
  });
  return radiance;
}

HitImage Renderer::CastCenters(const View& view) const {
  const Caster caster(mesh_, rays_, shader_, view);
  HitImage hits = EmptyHits(view.camera);
  caster.ForTiles([&](int x0, int y0) {
    SurfaceSamples samples;
    caster.Cast(x0, y0, {0.0f, 0.0f}, 1.0f, samples, &hits);
  });
  return hits;
}

Image<float> Renderer::Radiance(const View& view, int rays_per_pixel) const {
  const Caster caster(mesh_, rays_, shader_, view);
  const std::vector<Offset> offsets = OffsetsOf(rays_per_pixel);
  const float share = 1.0f / static_cast<float>(rays_per_pixel), footprint_px = std::sqrt(share);
  Image<float> radiance(3, view.camera.height, view.camera.width);
  caster.ForTiles([&](int x0, int y0) {
    for (const Offset& offset : offsets) {
      SurfaceSamples samples;
      caster.Cast(x0, y0, offset, footprint_px, samples, nullptr);
      caster.Shade(samples);
      ForPixels(view.camera, x0, y0, [&](size_t i, int x, int y) {
        radiance.at(0, y, x) += share * samples.red[i];
        radiance.at(1, y, x) += share * samples.green[i];
        radiance.at(2, y, x) += share * samples.blue[i];
      });
    }
  });
  return radiance;
}

}  // namespace isogs::synthetic
