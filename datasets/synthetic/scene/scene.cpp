// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/scene.h"

#include <cmath>
#include <numbers>

namespace isogs::synthetic {
namespace {

constexpr int kSlices = 24;             // of a curved wall
constexpr double kSliceDepth_m = 0.02;  // behind its surface

OrientedBox SliceOfCurvedWall(double radius_m, double height_m, int slice) {
  const double step = 0.5 * std::numbers::pi / kSlices;
  const double angle = (slice + 0.5) * step;
  const Eigen::Vector3d outward(-std::cos(angle), -std::sin(angle), 0.0);
  const double chord = radius_m * std::cos(step / 2);  // of the slice's inner face from the circle's centre
  OrientedBox box;
  box.center = Eigen::Vector3d(radius_m, radius_m, height_m / 2) + (chord + kSliceDepth_m / 2) * outward;
  box.axes.col(0) = outward;
  box.axes.col(2) = Eigen::Vector3d::UnitZ();
  box.axes.col(1) = box.axes.col(2).cross(box.axes.col(0));
  box.half = {kSliceDepth_m / 2, radius_m * std::sin(step / 2), height_m / 2};
  return box;
}

void AddBoxesOf(const Part& part, std::vector<OrientedBox>& boxes) {
  if (part.shape == Shape::kCurvedWall) {
    for (int i = 0; i < kSlices; ++i)
      boxes.push_back(Moved(SliceOfCurvedWall(part.size_m.x(), part.size_m.z(), i), part.object_from_part));
    return;
  }
  Eigen::Vector3d half = part.size_m / 2;
  half.head<2>() *= std::max(1.0, part.top_scale);
  boxes.push_back({part.object_from_part.translation(), part.object_from_part.linear(), half});
}

std::vector<OrientedBox> BoxesInObject(const SceneObject& object) {
  std::vector<OrientedBox> boxes;
  for (const Part& part : object.parts) AddBoxesOf(part, boxes);
  return boxes;
}

}  // namespace

std::string_view NameOf(ObjectKind kind) {
  constexpr std::array<std::string_view, kObjectKinds> kNames = {
      "floor", "ceiling", "wall",        "curved_wall", "skirting",   "door_frame", "table",
      "chair", "sofa",    "bed",         "shelf",       "cabinet",    "floor_lamp", "ceiling_lamp",
      "plant", "rug",     "picture",     "window",      "wall_shelf", "screen",     "book",
      "vase",  "ball",    "storage_box", "pouf"};
  return kNames.at(static_cast<size_t>(kind));
}

std::vector<OrientedBox> SolidBoxes(const SceneObject& object) {
  std::vector<OrientedBox> boxes = BoxesInObject(object);
  for (OrientedBox& box : boxes) box = Moved(box, object.world_from_object);
  return boxes;
}

Eigen::AlignedBox3d WorldBoundsOf(const std::vector<OrientedBox>& boxes) {
  Eigen::AlignedBox3d bounds;
  for (const OrientedBox& box : boxes) {
    const Eigen::Vector3d reach = box.axes.cwiseAbs() * box.half;
    bounds.extend(box.center - reach);
    bounds.extend(box.center + reach);
  }
  return bounds;
}

Eigen::AlignedBox3d BoundsOf(const SceneObject& object) { return WorldBoundsOf(BoxesInObject(object)); }

}  // namespace isogs::synthetic
