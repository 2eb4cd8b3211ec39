// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/casting/bake_light.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "datasets/synthetic/surface/texture.h"
#include "shared/core/parallel.h"

namespace isogs::synthetic {
namespace {

using Eigen::Vector3f;

constexpr float kPi = std::numbers::pi_v<float>;
constexpr float kLift_m = 1e-3f;          // of rays' origins from the surface
constexpr float kCoveredBelow_m = 3e-3f;  // what stands closer to a surface hides it
constexpr float kLaterBounces = 1.45f;    // 1 / (1 - 0.31): most light that leaves a surface meets another
constexpr float kFar_m = std::numeric_limits<float>::infinity();
constexpr int64_t kTexelsAPiece = 256;

struct Texel {
  Vector3f origin;  // above the surface
  Vector3f normal;
  int room;
};

uint32_t Scrambled(uint32_t h) {
  h = (h ^ (h >> 16)) * 0x7feb352du;
  h = (h ^ (h >> 15)) * 0x846ca68bu;
  return h ^ (h >> 16);
}

float RadicalInverse(uint32_t bits) {
  float value = 0.0f, digit = 0.5f;
  for (; bits != 0; bits >>= 1, digit *= 0.5f) value += (bits & 1u) != 0 ? digit : 0.0f;
  return value;
}

class Baker {
 public:
  Baker(const Scene& scene, const SceneMesh& mesh, const RayScene& rays, const BakeOptions& options)
      : scene_(scene),
        mesh_(mesh),
        rays_(rays),
        gather_rays_(options.gather_rays),
        map_(mesh, options.texel_m),
        covered_(map_.size(), 0) {
    for (const Material& material : scene.materials) reflectances_.push_back(MeanReflectance(material));
  }

  LightMap Bake() {
    ForTexels([&](size_t i) { covered_[i] = IsCovered(TexelAt(i)) ? 1 : 0; });
    ForTexels([&](size_t i) { map_.values()[i] = covered_[i] != 0 ? Color{} : DirectLight(TexelAt(i)); });
    FillCovered(map_.values());
    std::vector<Color> gathered(map_.size());
    ForTexels([&](size_t i) {
      gathered[i] = covered_[i] != 0 ? Color{} : Gather(TexelAt(i), static_cast<uint32_t>(i));
    });
    FillCovered(gathered);
    Smooth(gathered);
    Smooth(gathered);
    for (size_t i = 0; i < gathered.size(); ++i) {
      for (size_t c = 0; c < 3; ++c) map_.values()[i][c] += kLaterBounces * gathered[i][c];
    }
    return std::move(map_);
  }

 private:
  template <typename Body>
  void ForTexels(const Body& body) {
    ParallelFor(static_cast<int64_t>(map_.size()), kTexelsAPiece, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) body(static_cast<size_t>(i));
    });
  }

  Texel TexelAt(size_t index) const {
    const Patch& patch = mesh_.patches[map_.PatchOf(index)];
    const Eigen::Vector2f place = map_.PlaceOf(index);
    const SurfacePoint point = PointOf(mesh_, patch, place.x(), place.y());
    return {point.position + kLift_m * point.normal, point.normal,
            scene_.objects[static_cast<size_t>(patch.object)].room};
  }

  /// Something lies on the surface there, or the texel is within another object.
  bool IsCovered(const Texel& texel) const {
    RTCRayHit8 packet = {};
    SetRay(packet.ray, 0, texel.origin, texel.normal, kFar_m);
    packet.ray.tnear[0] = 1e-5f;
    rays_.Intersect(packet, 1, false);
    if (packet.hit.geomID[0] == RTC_INVALID_GEOMETRY_ID) return false;
    if (packet.ray.tfar[0] < kCoveredBelow_m) return true;
    const Patch& patch = mesh_.patches[mesh_.patch_of_triangle[packet.hit.primID[0]]];
    return patch.shape != PatchShape::kGrid && patch.normal.dot(texel.normal) > 1e-3f;
  }

  Color DirectLight(const Texel& texel) const {
    Color sum = {};
    for (const AreaLight& light : scene_.lights) {
      const float seen = LightSeen(texel, light);
      for (size_t c = 0; c < 3; ++c) sum[c] += seen * light.radiance[c];
    }
    return sum;
  }

  /// Irradiance over pi by a light of radiance 1: two packets, of a chequerboard of 4x4 points on the light,
  /// the second one only where the first saw any of it.
  float LightSeen(const Texel& texel, const AreaLight& light) const {
    const Vector3f normal = light.normal.cast<float>();
    const float area = static_cast<float>(4.0 * light.half_u.norm() * light.half_v.norm());
    if ((texel.origin - light.center.cast<float>()).dot(normal) < -1e-4f) return 0.0f;
    float sum = 0.0f;
    for (int half = 0; half < 2; ++half) {
      RTCRay8 packet;
      std::array<float, RayScene::kPacket> weights;
      for (int k = 0; k < RayScene::kPacket; ++k) {
        const int row = k / 2, column = 2 * (k % 2) + (row + half) % 2;
        const Eigen::Vector3d sample =
            light.center + ((column + 0.5) / 2 - 1) * light.half_u + ((row + 0.5) / 2 - 1) * light.half_v;
        const Vector3f way = sample.cast<float>() - texel.origin;
        const float squared = std::max(way.squaredNorm(), kLift_m * kLift_m);
        const float cosines = std::max(0.0f, way.dot(texel.normal)) * std::max(0.0f, -way.dot(normal));
        weights[static_cast<size_t>(k)] = cosines / (squared * squared);
        SetRay(packet, k, texel.origin, way, 0.999f);
      }
      rays_.Occlude(packet, RayScene::kPacket);
      float seen = 0.0f;
      for (int k = 0; k < RayScene::kPacket; ++k)
        if (packet.tfar[k] > 0.0f) seen += weights[static_cast<size_t>(k)];
      sum += seen;
      if (seen == 0.0f) break;
    }
    return sum * area / (16.0f * kPi);
  }

  /// Mean radiance of what is seen from a texel, weighted by the cosine: Hammersley's points, turned by the
  /// texel's own angle.
  Color Gather(const Texel& texel, uint32_t index) const {
    const Vector3f tangent = texel.normal.unitOrthogonal(), bitangent = texel.normal.cross(tangent);
    const float turn = static_cast<float>(Scrambled(index) >> 8) * 0x1.0p-24f;
    Color sum = {};
    for (int first = 0; first < gather_rays_; first += RayScene::kPacket) {
      RTCRayHit8 packet;
      for (int k = 0; k < RayScene::kPacket; ++k) {
        const float squared = (static_cast<float>(first + k) + 0.5f) / static_cast<float>(gather_rays_);
        const float angle = 2.0f * kPi * (RadicalInverse(static_cast<uint32_t>(first + k)) + turn),
                    radius = std::sqrt(squared);
        const Vector3f direction = radius * std::cos(angle) * tangent + radius * std::sin(angle) * bitangent +
                                   std::sqrt(1.0f - squared) * texel.normal;
        SetRay(packet.ray, k, texel.origin, direction, kFar_m);
      }
      rays_.Intersect(packet, RayScene::kPacket, false);
      for (int k = 0; k < RayScene::kPacket; ++k) {
        if (packet.hit.geomID[k] != RTC_INVALID_GEOMETRY_ID) AddSent(packet, k, sum);
      }
    }
    for (float& value : sum) value /= static_cast<float>(gather_rays_);
    return sum;
  }

  /// Adds what the surface that was hit sends out: of the lights' own glow only that of lamps' shades, which
  /// are no area lights.
  void AddSent(const RTCRayHit8& packet, int k, Color& sum) const {
    const uint32_t triangle = packet.hit.primID[k], index = mesh_.patch_of_triangle[triangle];
    const Patch& patch = mesh_.patches[index];
    const auto& corners = mesh_.triangles[triangle];
    const Eigen::Vector2f uv = (1.0f - packet.hit.u[k] - packet.hit.v[k]) * mesh_.uvs[corners[0]] +
                               packet.hit.u[k] * mesh_.uvs[corners[1]] +
                               packet.hit.v[k] * mesh_.uvs[corners[2]];
    const Color light = map_.Nearest(index, uv.x(), uv.y());
    const auto material = static_cast<size_t>(patch.material);
    const bool shade = scene_.objects[static_cast<size_t>(patch.object)].kind == ObjectKind::kFloorLamp;
    for (size_t c = 0; c < 3; ++c)
      sum[c] +=
          light[c] * reflectances_[material][c] + (shade ? scene_.materials[material].emission[c] : 0.0f);
  }

  /// Covered texels get the mean of their neighbours, so that no shadow leaks from beneath what covers them.
  void FillCovered(std::vector<Color>& values) const {
    std::vector<uint8_t> empty = covered_;
    for (int round = 0; round < 3; ++round) {
      std::vector<uint8_t> still_empty = empty;
      for (size_t i = 0; i < values.size(); ++i) {
        if (empty[i] == 0) continue;
        std::array<size_t, 8> neighbors;
        const int count = map_.NeighborsOf(i, neighbors);
        Color sum = {};
        float weight = 0.0f;
        for (int k = 0; k < count; ++k) {
          const size_t neighbor = neighbors[static_cast<size_t>(k)];
          if (empty[neighbor] != 0) continue;
          for (size_t c = 0; c < 3; ++c) sum[c] += values[neighbor][c];
          weight += 1.0f;
        }
        if (weight == 0.0f) continue;
        for (size_t c = 0; c < 3; ++c) values[i][c] = sum[c] / weight;
        still_empty[i] = 0;
      }
      empty = still_empty;
    }
  }

  void Smooth(std::vector<Color>& values) const {
    const std::vector<Color> before = values;
    for (size_t i = 0; i < values.size(); ++i) {
      std::array<size_t, 8> neighbors;
      const int count = map_.NeighborsOf(i, neighbors);
      for (size_t c = 0; c < 3; ++c) {
        float sum = 2.0f * before[i][c];
        for (int k = 0; k < count; ++k) sum += before[neighbors[static_cast<size_t>(k)]][c];
        values[i][c] = sum / static_cast<float>(count + 2);
      }
    }
  }

  const Scene& scene_;
  const SceneMesh& mesh_;
  const RayScene& rays_;
  int gather_rays_;
  LightMap map_;
  std::vector<uint8_t> covered_;
  std::vector<Color> reflectances_;  // of materials
};

}  // namespace

LightMap BakeLight(const Scene& scene, const SceneMesh& mesh, const RayScene& rays,
                   const BakeOptions& options) {
  return Baker(scene, mesh, rays, options).Bake();
}

}  // namespace isogs::synthetic
