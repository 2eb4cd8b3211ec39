// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "datasets/synthetic/scene/scene.h"

namespace isogs::synthetic {

/// A level place of an object that others can stand on, in the object's frame [m].
struct Ledge {
  FloorRect area;
  double z = 0.0;
  double headroom_m = 0.0;
  bool inside = false;  ///< within the object, as a shelf's board; else on its top
};

struct Furnishing {
  SceneObject object;
  std::vector<Ledge> ledges;
};

/// Puts an object together from primitives, in its own frame.
class Assembly {
 public:
  explicit Assembly(ObjectKind kind) { furnishing_.object.kind = kind; }

  Part& Box(const Eigen::Vector3d& center, const Eigen::Vector3d& size_m, int material);
  Part& Cylinder(const Eigen::Vector3d& base, double diameter_m, double height_m, int material,
                 double top_scale = 1.0);
  Part& Ellipsoid(const Eigen::Vector3d& center, const Eigen::Vector3d& size_m, int material);
  /// A box without a lid of the given size, its inside towards +y: a frame with four sides.
  void Frame(double width_m, double height_m, double border_m, double depth_m, int material);
  void AddLedge(const Ledge& ledge) { furnishing_.ledges.push_back(ledge); }

  Furnishing Take();

 private:
  Furnishing furnishing_;
};

}  // namespace isogs::synthetic
