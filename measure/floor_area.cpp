// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "measure/floor_area.h"

#include <Eigen/Geometry>

#include "measure/plan_grid.h"

namespace isogs {
namespace {

constexpr double kCell_m = 0.02;
constexpr double kFloorThickness_m = 0.04;  // to either side of the plane: carpets, and the mesh's errors
constexpr double kMostGap_m2 = 2.0;
constexpr double kLevelCos = 0.5;  // 60 degrees: steeper faces have no area from above that matters

enum Bits : uint8_t { kFloor = 1, kThing = 2, kCeiling = 4, kWall = 8, kGap = 16 };

/// A mesh over the floor's plane: first two coordinates along it, third the height above it.
class OverFloor {
 public:
  OverFloor(const TriangleMesh& mesh, const Plane& floor) : mesh_(mesh), floor_(floor) {
    right_ = floor.normal.unitOrthogonal();
    ahead_ = floor.normal.cross(right_);
  }

  size_t triangles() const { return mesh_.triangle_count(); }
  Eigen::Vector3d Corner(size_t triangle, size_t k) const {
    const Eigen::Vector3d point =
        Eigen::Map<const Eigen::Vector3f>(&mesh_.vertices[3 * size_t{mesh_.triangles[3 * triangle + k]}])
            .cast<double>();
    return {right_.dot(point), ahead_.dot(point), floor_.HeightOf(point)};
  }

 private:
  const TriangleMesh& mesh_;
  const Plane& floor_;
  Eigen::Vector3d right_, ahead_;
};

PlanGrid GridFor(const OverFloor& mesh) {
  Eigen::Vector3d low = Eigen::Vector3d::Constant(1e300), high = -low;
  for (size_t t = 0; t < mesh.triangles(); ++t) {
    for (size_t k = 0; k < 3; ++k) {
      low = low.cwiseMin(mesh.Corner(t, k));
      high = high.cwiseMax(mesh.Corner(t, k));
    }
  }
  return {low.head<2>(), high.head<2>(), kCell_m};
}

/// What a level face at that height is.
Bits KindOf(double height_m, double room_height_m) {
  if (height_m < kFloorThickness_m) return kFloor;
  return height_m > room_height_m - kFloorThickness_m ? kCeiling : kThing;
}

}  // namespace

FloorArea MeasureFloor(const TriangleMesh& mesh, const Plane& floor, const Plane* ceiling) {
  const OverFloor over(mesh, floor);
  const double room_height_m = ceiling != nullptr ? floor.HeightOf(ceiling->middle) : INFINITY;
  PlanGrid grid = GridFor(over);
  for (size_t t = 0; t < over.triangles(); ++t) {
    const Eigen::Vector3d a = over.Corner(t, 0), b = over.Corner(t, 1), c = over.Corner(t, 2);
    const double height_m = (a.z() + b.z() + c.z()) / 3.0;
    if (height_m < -kFloorThickness_m || height_m > room_height_m + kFloorThickness_m) continue;
    const PlanTriangle plan = {a.head<2>(), b.head<2>(), c.head<2>()};
    const Eigen::Vector3d normal = (b - a).cross(c - a);
    if (std::abs(normal.z()) > kLevelCos * normal.norm()) {
      grid.FillMiddles(plan, KindOf(height_m, room_height_m));
    } else {
      grid.FillEdges(plan, kWall);
    }
  }
  grid.FillGaps(kFloor | kThing | kCeiling | kWall, kGap, kMostGap_m2);
  FloorArea area;
  for (const uint8_t cell : grid.cells()) {
    area.seen_m2 += (cell & kFloor) != 0 ? grid.cell_area_m2() : 0.0;
    area.under_m2 += (cell & (kFloor | kThing)) == kThing ? grid.cell_area_m2() : 0.0;
    area.ceiling_m2 += (cell & (kFloor | kThing | kCeiling)) == kCeiling ? grid.cell_area_m2() : 0.0;
    area.enclosed_m2 += (cell & kGap) != 0 ? grid.cell_area_m2() : 0.0;
  }
  area.whole_m2 = area.seen_m2 + area.under_m2 + area.ceiling_m2 + area.enclosed_m2;
  return area;
}

}  // namespace isogs
