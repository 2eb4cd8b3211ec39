// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/object_pixels.h"

#include <algorithm>
#include <cmath>

#include "datasets/synthetic/casting/pixel_rays.h"
#include "shared/core/parallel.h"
#include "shared/geometry/pinhole.h"

namespace isogs::synthetic {
namespace {

constexpr int kShell = -1;

/// Of each of a scene's objects the triangles alone. Objects follow each other in the mesh.
std::vector<SceneMesh> MeshesOf(const SceneMesh& mesh, size_t objects) {
  std::vector<SceneMesh> meshes(objects);
  for (const Patch& patch : mesh.patches) {
    SceneMesh& own = meshes.at(static_cast<size_t>(patch.object));
    for (uint32_t i = 0; i < patch.triangle_count; ++i) {
      std::array<uint32_t, 3> corners = {};
      for (size_t k = 0; k < 3; ++k) {
        corners[k] = static_cast<uint32_t>(own.vertices.size());
        own.vertices.push_back(mesh.vertices[mesh.triangles[patch.first_triangle + i][k]]);
      }
      own.triangles.push_back(corners);
    }
  }
  return meshes;
}

struct PixelRect {
  int x0, y0, x1, y1;  // the last ones lie outside
};

/// Holds all pixels where a box is seen.
PixelRect RectOf(const Camera& camera, const Pose& camera_from_box, const Eigen::AlignedBox3d& box) {
  constexpr double kNear_m = 0.01, kMargin_px = 2.0;
  Eigen::AlignedBox2d seen;
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d point =
        camera_from_box * box.corner(static_cast<Eigen::AlignedBox3d::CornerType>(corner));
    if (point.z() < kNear_m) return {0, 0, camera.width, camera.height};
    const ImagePoint<double> at = Project(camera, point.x(), point.y(), point.z());
    seen.extend(Eigen::Vector2d(at.u, at.v));
  }
  const auto bounded = [](double value, int size) {
    return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(size)));
  };
  return {bounded(seen.min().x() - kMargin_px, camera.width),
          bounded(seen.min().y() - kMargin_px, camera.height),
          bounded(seen.max().x() + kMargin_px, camera.width),
          bounded(seen.max().y() + kMargin_px, camera.height)};
}

int HitsIn(const RTCRayHit8& packet, int lanes) {
  int hits = 0;
  for (int k = 0; k < lanes; ++k) hits += packet.hit.geomID[k] != RTC_INVALID_GEOMETRY_ID ? 1 : 0;
  return hits;
}

/// Pixels of `rect` that show another thing, but whose rays meet `alone`.
int64_t HiddenPixels(const RayScene& alone, const PixelRays& rays, const PixelRect& rect, int width,
                     const std::vector<int>& object_of_pixel, int object) {
  int64_t hidden = 0;
  int lanes = 0;
  RTCRayHit8 packet;
  const auto cast = [&] {
    if (lanes == 0) return;
    alone.Intersect(packet, lanes, true);
    hidden += HitsIn(packet, lanes);
    lanes = 0;
  };
  for (int y = rect.y0; y < rect.y1; ++y) {
    for (int x = rect.x0; x < rect.x1; ++x) {
      if (object_of_pixel[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)] ==
          object)
        continue;
      rays.Set(packet.ray, lanes++, static_cast<float>(x), static_cast<float>(y));
      if (lanes == RayScene::kPacket) cast();
    }
  }
  cast();
  return hidden;
}

}  // namespace

ObjectPixels::ObjectPixels(const Scene& scene, const SceneMesh& mesh)
    : scene_(scene), mesh_(mesh), alone_(scene.objects.size()), bounds_(scene.objects.size()) {
  const std::vector<SceneMesh> meshes = MeshesOf(mesh, scene.objects.size());
  // Not in a parallel loop: Embree's scenes would keep a pointer to it.
  for (size_t i = 0; i < meshes.size(); ++i) {
    bounds_[i] = BoundsOf(scene.objects[i]);
    if (!IsShell(scene.objects[i].kind)) alone_[i] = std::make_unique<RayScene>(meshes[i]);
  }
}

std::vector<int> ObjectPixels::ObjectOfPixel(const HitImage& hits) const {
  std::vector<int> objects(hits.triangle.values().size());
  std::ranges::transform(hits.triangle.values(), objects.begin(), [&](uint32_t triangle) {
    if (triangle == HitImage::kNone) return kShell;
    const int object = mesh_.patches[mesh_.patch_of_triangle[triangle]].object;
    return IsShell(scene_.objects[static_cast<size_t>(object)].kind) ? kShell : object;
  });
  return objects;
}

std::vector<SeenObject> ObjectPixels::CountVisible(const std::vector<int>& object_of_pixel) const {
  std::vector<int64_t> counts(scene_.objects.size());
  for (const int object : object_of_pixel)
    if (object != kShell) ++counts[static_cast<size_t>(object)];
  std::vector<SeenObject> seen;
  for (size_t i = 0; i < counts.size(); ++i)
    if (counts[i] > 0) seen.push_back({static_cast<int>(i), counts[i], 0});
  return seen;
}

std::vector<SeenObject> ObjectPixels::CountVisible(const HitImage& hits) const {
  return CountVisible(ObjectOfPixel(hits));
}

std::vector<SeenObject> ObjectPixels::Count(const Camera& camera, const Pose& world_from_camera,
                                            const HitImage& hits) const {
  const std::vector<int> object_of_pixel = ObjectOfPixel(hits);
  std::vector<SeenObject> all = CountVisible(object_of_pixel);
  const PixelRays rays(camera, world_from_camera);
  const Pose camera_from_world = world_from_camera.inverse();
  ParallelFor(static_cast<int64_t>(all.size()), 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      SeenObject& seen = all[static_cast<size_t>(i)];
      const auto object = static_cast<size_t>(seen.object);
      const PixelRect rect =
          RectOf(camera, camera_from_world * scene_.objects[object].world_from_object, bounds_[object]);
      seen.alone_px = seen.visible_px +
                      HiddenPixels(*alone_[object], rays, rect, camera.width, object_of_pixel, seen.object);
    }
  });
  return all;
}

}  // namespace isogs::synthetic
