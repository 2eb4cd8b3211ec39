// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/geometry/pose.h"

namespace isogs {

/// Between two cameras' places [m].
inline double DistanceBetween(const Pose& a_from_map, const Pose& b_from_map) {
  return (a_from_map.inverse().translation() - b_from_map.inverse().translation()).norm();
}

inline bool IsWithin(const Pose& a_from_map, const Pose& b_from_map, double distance_m, double angle_rad) {
  return DistanceBetween(a_from_map, b_from_map) < distance_m &&
         RotationAngle((a_from_map * b_from_map.inverse()).linear()) < angle_rad;
}

}  // namespace isogs
