// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "datasets/synthetic/camera/free_space.h"
#include "shared/core/random.h"

namespace isogs::synthetic {

/// Cameras keep at least this distance from everything [m].
inline constexpr double kClearance_m = 0.3;

/// A line of points a few centimetres apart.
struct Way {
  std::vector<FloorPoint> points;
  bool closed = false;  ///< ends where it begins

  double Length() const;
  /// The point at `along` metres; beyond its ends, the end, or round again.
  FloorPoint At(double along_m) const;
};

/// From place to place through one room, `length_m` or longer. Throws Error where there is no free place.
Way WanderThroughRoom(const Scene& scene, const Obstacles& obstacles, Random& random, double length_m);
/// Through all rooms of a ring and back to where it began.
Way WalkThroughFlat(const Scene& scene, const Obstacles& obstacles, Random& random);

}  // namespace isogs::synthetic
