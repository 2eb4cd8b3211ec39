// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/surface/scene_mesh.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace isogs::synthetic {
namespace {

using Eigen::Vector3d;

constexpr double kPi = std::numbers::pi;
constexpr double kArcLength_m = 0.02;  // of the chords that stand for a curve
constexpr double kCellHeight_m = 0.08;

struct FaceAxes {
  Vector3d normal, u, v;  // u x v = normal
};
/// In the order of Part::face_materials; v is up on the four that stand.
const std::array<FaceAxes, 6> kFaces = {{{{-1, 0, 0}, {0, -1, 0}, {0, 0, 1}},
                                         {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
                                         {{0, -1, 0}, {1, 0, 0}, {0, 0, 1}},
                                         {{0, 1, 0}, {-1, 0, 0}, {0, 0, 1}},
                                         {{0, 0, -1}, {-1, 0, 0}, {0, 1, 0}},
                                         {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}}}};

int Segments(double length_m, int low, int high) {
  return std::clamp(static_cast<int>(std::ceil(length_m / kArcLength_m)), low, high);
}

class MeshBuilder {
 public:
  explicit MeshBuilder(const Scene& scene) : scene_(scene) {}

  void Add(int object, const Part& part) {
    object_ = object;
    part_ = &part;
    object_from_part_ = part.object_from_part;
    world_from_part_ = scene_.objects[static_cast<size_t>(object)].world_from_object * part.object_from_part;
    switch (part.shape) {
      case Shape::kBox:
        return AddBox();
      case Shape::kSphere:
        return AddSphere();
      case Shape::kCylinder:
        return AddCylinder();
      case Shape::kCurvedWall:
        return AddCurvedWall();
    }
  }
  SceneMesh Take() { return std::move(mesh_); }

 private:
  /// With all but its triangles. `origin`: in the part's frame.
  Patch& Begin(PatchShape shape, int material, const Vector3d& origin, const FaceAxes& axes, double size_u,
               double size_v) {
    Patch patch;
    patch.shape = shape;
    patch.object = object_;
    patch.material = material;
    patch.size_u_m = static_cast<float>(size_u);
    patch.size_v_m = static_cast<float>(size_v);
    patch.origin = (world_from_part_ * origin).cast<float>();
    patch.axis_u = (world_from_part_.linear() * axes.u).cast<float>();
    patch.axis_v = (world_from_part_.linear() * axes.v).cast<float>();
    patch.normal = (world_from_part_.linear() * axes.normal).cast<float>();
    PlacePattern(patch, origin, axes);
    patch.first_vertex = static_cast<uint32_t>(mesh_.vertices.size());
    patch.first_triangle = static_cast<uint32_t>(mesh_.triangles.size());
    return mesh_.patches.emplace_back(patch);
  }

  /// Pictures lie in the middle of their patch; other patterns go on over the patches of an object, and
  /// over the walls of a room.
  void PlacePattern(Patch& patch, const Vector3d& origin, const FaceAxes& axes) const {
    const Pattern pattern = scene_.materials[static_cast<size_t>(patch.material)].pattern;
    if (pattern == Pattern::kPoster || pattern == Pattern::kRug || pattern == Pattern::kOutdoors) {
      patch.texture_u_m = -0.5f * patch.size_u_m;
      patch.texture_v_m = -0.5f * patch.size_v_m;
      return;
    }
    const bool shell = IsShell(scene_.objects[static_cast<size_t>(object_)].kind);
    const double apart_m = shell ? 0.0 : 3.7 * (object_ % 100);  // objects of one material
    const Vector3d from = object_from_part_ * origin;
    patch.texture_u_m = static_cast<float>(from.dot(object_from_part_.linear() * axes.u) + apart_m);
    patch.texture_v_m = static_cast<float>(from.dot(object_from_part_.linear() * axes.v) + apart_m);
    patch.pattern_turned = pattern == Pattern::kWood && patch.size_v_m > patch.size_u_m;
  }

  void AddVertex(const Vector3d& in_part, const Vector3d& normal, double u, double v) {
    mesh_.vertices.push_back((world_from_part_ * in_part).cast<float>());
    mesh_.normals.push_back((world_from_part_.linear() * normal.normalized()).cast<float>());
    mesh_.uvs.push_back(Eigen::Vector2d(u, v).cast<float>());
  }
  void AddTriangle(Patch& patch, uint32_t a, uint32_t b, uint32_t c) {
    mesh_.triangles.push_back({patch.first_vertex + a, patch.first_vertex + b, patch.first_vertex + c});
    mesh_.patch_of_triangle.push_back(static_cast<uint32_t>(mesh_.patches.size()) - 1);
    ++patch.triangle_count;
  }

  void AddBox() {
    const Vector3d half = part_->size_m / 2;
    for (size_t face = 0; face < kFaces.size(); ++face) {
      const FaceAxes& axes = kFaces[face];
      const double u = half.dot(axes.u.cwiseAbs()), v = half.dot(axes.v.cwiseAbs());
      const Vector3d middle = half.cwiseProduct(axes.normal);
      const int own = part_->face_materials[face];
      Patch& patch = Begin(PatchShape::kRectangle, own >= 0 ? own : part_->material,
                           middle - u * axes.u - v * axes.v, axes, 2 * u, 2 * v);
      AddVertex(middle - u * axes.u - v * axes.v, axes.normal, 0, 0);
      AddVertex(middle + u * axes.u - v * axes.v, axes.normal, 2 * u, 0);
      AddVertex(middle + u * axes.u + v * axes.v, axes.normal, 2 * u, 2 * v);
      AddVertex(middle - u * axes.u + v * axes.v, axes.normal, 0, 2 * v);
      AddTriangle(patch, 0, 1, 2);
      AddTriangle(patch, 0, 2, 3);
    }
  }

  using Surface =
      std::function<void(double u, double v, Vector3d* point, Vector3d* normal)>;  // of u, v in 0..1

  void AddGrid(const FaceAxes& axes, double size_u, double size_v, int cells_u, int cells_v,
               const Surface& surface) {
    Patch& patch = Begin(PatchShape::kGrid, part_->material, Vector3d::Zero(), axes, size_u, size_v);
    patch.cells_u = cells_u;
    patch.cells_v = cells_v;
    for (int j = 0; j <= cells_v; ++j) {
      for (int i = 0; i <= cells_u; ++i) {
        const double u = static_cast<double>(i) / cells_u, v = static_cast<double>(j) / cells_v;
        Vector3d point, normal;
        surface(u, v, &point, &normal);
        AddVertex(point, normal, u * size_u, v * size_v);
      }
    }
    const auto row = static_cast<uint32_t>(cells_u + 1);
    for (uint32_t j = 0; j < static_cast<uint32_t>(cells_v); ++j) {
      for (uint32_t i = 0; i + 1 < row; ++i) {
        const uint32_t a = j * row + i;
        AddTriangle(patch, a, a + 1, a + row + 1);
        AddTriangle(patch, a, a + row + 1, a + row);
      }
    }
  }

  /// The six faces of a cube, blown up: no poles.
  void AddSphere() {
    const Vector3d half = part_->size_m / 2;
    const double side = half.mean() * kPi / 2;
    const int cells = Segments(side, 6, 24);
    for (const FaceAxes& axes : kFaces) {
      AddGrid(axes, side, side, cells, cells, [&](double u, double v, Vector3d* point, Vector3d* normal) {
        const Vector3d direction =
            (axes.normal + std::tan((u - 0.5) * kPi / 2) * axes.u + std::tan((v - 0.5) * kPi / 2) * axes.v)
                .normalized();
        *point = direction.cwiseProduct(half);
        *normal = direction.cwiseQuotient(half);
      });
    }
  }

  void AddCylinder() {
    const Vector3d size = part_->size_m;
    const double rx = size.x() / 2, ry = size.y() / 2, height = size.z(), top = part_->top_scale;
    const double around = 2 * kPi * std::max(rx, ry) * std::max(1.0, top);
    const int segments = Segments(around, 12, 72);
    const int rows = std::max(1, static_cast<int>(std::ceil(height / kCellHeight_m)));
    const double slope = (1.0 - top) * (rx + ry) / 2 / height;  // how far the normal looks up
    AddGrid(kFaces[1], around, height, segments, rows,
            [&](double u, double v, Vector3d* point, Vector3d* normal) {
              const double angle = 2 * kPi * (u < 1.0 ? u : 0.0), scale = 1.0 + v * (top - 1.0);
              *point = {scale * rx * std::cos(angle), scale * ry * std::sin(angle), (v - 0.5) * height};
              *normal = {std::cos(angle) / rx, std::sin(angle) / ry, 0.0};
              normal->normalize();
              normal->z() = slope;
            });
    AddDisc(kFaces[5], height / 2, rx * top, ry * top, segments, 1.0);
    AddDisc(kFaces[4], -height / 2, rx, ry, segments, -1.0);
  }

  void AddDisc(const FaceAxes& axes, double z, double rx, double ry, int segments, double turn) {
    const Vector3d center(0, 0, z), origin = center - rx * axes.u - ry * axes.v;
    Patch& patch = Begin(PatchShape::kDisc, part_->material, origin, axes, 2 * rx, 2 * ry);
    AddVertex(center, axes.normal, rx, ry);
    for (int i = 0; i < segments; ++i) {
      const double angle = turn * 2 * kPi * i / segments;  // the side's corners
      const Vector3d point = center + Vector3d(rx * std::cos(angle), ry * std::sin(angle), 0);
      AddVertex(point, axes.normal, (point - origin).dot(axes.u), (point - origin).dot(axes.v));
    }
    const auto count = static_cast<uint32_t>(segments);
    for (uint32_t i = 0; i < count; ++i) AddTriangle(patch, 0, 1 + i, 1 + (i + 1) % count);
  }

  void AddCurvedWall() {
    const double radius = part_->size_m.x(), height = part_->size_m.z(), length = radius * kPi / 2;
    const int rows = std::max(1, static_cast<int>(std::ceil(height / kCellHeight_m)));
    AddGrid(kFaces[1], length, height, Segments(length, 16, 96), rows,
            [&](double u, double v, Vector3d* point, Vector3d* normal) {
              const double angle = (1.0 - u) * kPi / 2;
              *normal = {std::cos(angle), std::sin(angle), 0.0};
              *point = {radius * (1.0 - std::cos(angle)), radius * (1.0 - std::sin(angle)), v * height};
            });
  }

  const Scene& scene_;
  SceneMesh mesh_;
  int object_ = 0;
  const Part* part_ = nullptr;
  Pose object_from_part_, world_from_part_;
};

}  // namespace

SceneMesh MakeSceneMesh(const Scene& scene) {
  MeshBuilder builder(scene);
  for (size_t i = 0; i < scene.objects.size(); ++i) {
    for (const Part& part : scene.objects[i].parts) builder.Add(static_cast<int>(i), part);
  }
  return builder.Take();
}

SurfacePoint PointOf(const SceneMesh& mesh, const Patch& patch, float u_m, float v_m) {
  if (patch.shape != PatchShape::kGrid)
    return {patch.origin + u_m * patch.axis_u + v_m * patch.axis_v, patch.normal};
  const float x = std::clamp(u_m / patch.size_u_m, 0.0f, 1.0f) * static_cast<float>(patch.cells_u);
  const float y = std::clamp(v_m / patch.size_v_m, 0.0f, 1.0f) * static_cast<float>(patch.cells_v);
  const int i = std::min(static_cast<int>(x), patch.cells_u - 1),
            j = std::min(static_cast<int>(y), patch.cells_v - 1);
  const float fx = x - static_cast<float>(i), fy = y - static_cast<float>(j);
  const size_t row = static_cast<size_t>(patch.cells_u) + 1;
  const size_t a = patch.first_vertex + static_cast<size_t>(j) * row + static_cast<size_t>(i);
  const auto blend = [&](const std::vector<Eigen::Vector3f>& of) -> Eigen::Vector3f {
    return (1 - fy) * ((1 - fx) * of[a] + fx * of[a + 1]) +
           fy * ((1 - fx) * of[a + row] + fx * of[a + row + 1]);
  };
  return {blend(mesh.vertices), blend(mesh.normals).normalized()};
}

}  // namespace isogs::synthetic
