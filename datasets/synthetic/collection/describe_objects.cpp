// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/describe_objects.h"

#include <cmath>

#include "datasets/synthetic/surface/texture.h"

namespace isogs::synthetic {
namespace {

std::string ShapeOf(const SceneObject& object) {
  if (object.parts.size() != 1) return "compound";
  const Part& part = object.parts.front();
  switch (part.shape) {
    case Shape::kBox:
      return "box";
    case Shape::kSphere:
      return part.size_m.minCoeff() == part.size_m.maxCoeff() ? "sphere" : "ellipsoid";
    case Shape::kCylinder:
      return part.top_scale == 1.0 ? "cylinder" : "cone";
    case Shape::kCurvedWall:
      break;
  }
  return "compound";
}

double AreaOf(const SceneMesh& mesh, const Patch& patch) {
  double area = 0.0;
  for (uint32_t i = 0; i < patch.triangle_count; ++i) {
    const auto& [a, b, c] = mesh.triangles[patch.first_triangle + i];
    const Eigen::Vector3f ab = mesh.vertices[b] - mesh.vertices[a], ac = mesh.vertices[c] - mesh.vertices[a];
    area += 0.5 * static_cast<double>(ab.cross(ac).norm());
  }
  return area;
}

/// Of the scene's objects: mean reflectance over all of their surface, hidden or not.
std::vector<Eigen::Vector3d> MeanColors(const Scene& scene, const SceneMesh& mesh) {
  std::vector<Eigen::Vector3d> material_colors, sums(scene.objects.size(), Eigen::Vector3d::Zero());
  material_colors.reserve(scene.materials.size());
  for (const Material& material : scene.materials) {
    const Color mean = MeanReflectance(material);
    material_colors.emplace_back(mean[0], mean[1], mean[2]);
  }
  std::vector<double> areas(scene.objects.size());
  for (const Patch& patch : mesh.patches) {
    const double area = AreaOf(mesh, patch);
    sums[static_cast<size_t>(patch.object)] += area * material_colors[static_cast<size_t>(patch.material)];
    areas[static_cast<size_t>(patch.object)] += area;
  }
  for (size_t i = 0; i < sums.size(); ++i) sums[i] /= areas[i];
  return sums;
}

/// Four digits, which all of a picture's bytes need.
double Rounded(double reflectance) { return std::round(reflectance * 1e4) / 1e4; }

}  // namespace

MaterialClass MaterialClassOf(const Scene& scene, const SceneObject& object) {
  return scene.materials.at(static_cast<size_t>(object.parts.front().material)).material_class;
}

DescribedObjects DescribeObjects(const Scene& scene, const SceneMesh& mesh) {
  DescribedObjects described;
  int count = 0;
  for (const SceneObject& object : scene.objects)
    described.id_of_object.push_back(IsShell(object.kind) ? -1 : count++);
  const auto id_of = [&](int object) {
    return object < 0 ? -1 : described.id_of_object[static_cast<size_t>(object)];
  };
  const std::vector<Eigen::Vector3d> colors = MeanColors(scene, mesh);
  for (size_t i = 0; i < scene.objects.size(); ++i) {
    const SceneObject& object = scene.objects[i];
    if (IsShell(object.kind)) continue;
    ObjectRecord record;
    record.id = described.id_of_object[i];
    record.kind = NameOf(object.kind);
    record.shape = ShapeOf(object);
    record.material = NameOf(MaterialClassOf(scene, object));
    record.mean_color = {Rounded(colors[i].x()), Rounded(colors[i].y()), Rounded(colors[i].z())};
    record.world_from_object = object.world_from_object;
    record.center_m = object.world_from_object * BoundsOf(object).center();
    record.size_m = object.size_m;
    record.supported_by = id_of(object.supported_by);
    record.contained_in = id_of(object.contained_in);
    described.records.push_back(record);
  }
  return described;
}

}  // namespace isogs::synthetic
