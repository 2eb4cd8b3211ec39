// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "shared/geometry/pose.h"

namespace isogs {

/// Two keyframes, by their numbers, whose motion was measured: the later one, `to`, was aligned to the
/// earlier.
struct KeyframeEdge {
  int64_t from = 0;
  int64_t to = 0;
  bool is_loop = false;                  // found by looking for loops, not by tracking
  Pose to_from_from = Pose::Identity();  // of loops; what tracking measured is in the keyframes' poses
  Eigen::Matrix<double, 6, 6> information = Eigen::Matrix<double, 6, 6>::Zero();  // of it, from the left
};

}  // namespace isogs
