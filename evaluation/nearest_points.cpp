// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/nearest_points.h"

#include <cmath>
#include <cstddef>
#include <nanoflann.hpp>

#include "shared/core/parallel.h"

namespace isogs {
namespace {

/// How nanoflann looks at our points.
struct PointArray {
  std::span<const float> points;

  size_t kdtree_get_point_count() const { return points.size() / 3; }
  float kdtree_get_pt(size_t i, size_t axis) const { return points[3 * i + axis]; }
  template <typename Box>
  bool kdtree_get_bbox(Box&) const {
    return false;  // it computes its own
  }
};

using Tree = nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<float, PointArray>, PointArray,
                                                 3, uint32_t>;

}  // namespace

std::vector<NearestPoint> FindNearestPoints(std::span<const float> points, std::span<const float> queries) {
  const PointArray array{points};
  const Tree tree(3, array);
  std::vector<NearestPoint> nearest(queries.size() / 3);
  ParallelFor(static_cast<int64_t>(nearest.size()), 4096, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      float squared_distance = 0.0f;
      tree.knnSearch(&queries[3 * i], 1, &nearest[i].index, &squared_distance);
      nearest[i].distance_m = std::sqrt(squared_distance);
    }
  });
  return nearest;
}

}  // namespace isogs
