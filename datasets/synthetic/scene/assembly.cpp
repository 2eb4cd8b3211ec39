// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/assembly.h"

#include <utility>

namespace isogs::synthetic {

Part& Assembly::Box(const Eigen::Vector3d& center, const Eigen::Vector3d& size_m, int material) {
  Part part;
  part.object_from_part.translation() = center;
  part.size_m = size_m;
  part.material = material;
  return furnishing_.object.parts.emplace_back(part);
}

Part& Assembly::Cylinder(const Eigen::Vector3d& base, double diameter_m, double height_m, int material,
                         double top_scale) {
  Part& part =
      Box(base + Eigen::Vector3d(0.0, 0.0, height_m / 2), {diameter_m, diameter_m, height_m}, material);
  part.shape = Shape::kCylinder;
  part.top_scale = top_scale;
  return part;
}

Part& Assembly::Ellipsoid(const Eigen::Vector3d& center, const Eigen::Vector3d& size_m, int material) {
  Part& part = Box(center, size_m, material);
  part.shape = Shape::kSphere;
  return part;
}

void Assembly::Frame(double width_m, double height_m, double border_m, double depth_m, int material) {
  const double inner = height_m - 2 * border_m;
  for (const double side : {-1.0, 1.0}) {
    Box({side * (width_m - border_m) / 2, 0.0, height_m / 2}, {border_m, depth_m, inner}, material);
    Box({0.0, 0.0, height_m / 2 + side * (height_m - border_m) / 2}, {width_m, depth_m, border_m}, material);
  }
}

Furnishing Assembly::Take() {
  furnishing_.object.size_m = BoundsOf(furnishing_.object).sizes();
  return std::move(furnishing_);
}

}  // namespace isogs::synthetic
