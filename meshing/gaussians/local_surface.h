// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace isogs {

/// Points as a list that is looked through many times, coordinate by coordinate.
struct PointTable {
  /// Entry k is points[order[k]]; `points` [N,3].
  PointTable(std::span<const float> points, std::span<const uint32_t> order);

  std::vector<float> x, y, z;
};

/// Entries begin..end-1 of a table.
using PointRun = std::pair<uint32_t, uint32_t>;

/// The entries within `radius` of a point. Each counts 1 in `count` and (1 - d^2 / radius^2)^2 in the rest.
struct Vicinity {
  float count = 0.0f, weight = 0.0f;
  Eigen::Vector3f first = Eigen::Vector3f::Zero();   ///< sum of weighted offsets
  Eigen::Matrix3f second = Eigen::Matrix3f::Zero();  ///< and of their outer products
};

/// `with_moments`: all of it, not the count alone.
Vicinity LookAround(const PointTable& table, std::span<const PointRun> runs, const Eigen::Vector3f& point,
                    float radius, bool with_moments);

}  // namespace isogs
