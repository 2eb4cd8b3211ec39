// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "evaluation/surface_samples.h"
#include "shared/geometry/pose.h"
#include "shared/types/frame.h"

namespace isogs {

/// How much of a mesh stands where frames saw free space: floaters, and walls in the wrong place.
class SeenThrough {
 public:
  /// Draws points on the mesh, which is in the map's frame, the same each time. Throws Error if it has no
  /// area.
  explicit SeenThrough(const TriangleMesh& mesh);

  /// Adds what a frame says: it saw through a point that is more than 5 cm in front of all that its pixel
  /// and the eight around it measure. Where one of them measures nothing it says nothing.
  void Look(const Frame& frame, const Pose& camera_from_map);

  /// Share of the points that at least one frame saw through.
  double Share() const;

 private:
  SurfaceSamples samples_;
  std::vector<uint8_t> is_seen_through_;
};

}  // namespace isogs
