// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace isogs {

struct NearestPoint {
  uint32_t index = 0;
  float distance_m = 0.0f;
};

/// For each of `queries` [Q,3] the nearest of `points` [N,3], N > 0; by a k-d tree, on all threads.
std::vector<NearestPoint> FindNearestPoints(std::span<const float> points, std::span<const float> queries);

}  // namespace isogs
