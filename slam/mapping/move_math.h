// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/geometry/rigid_motion.h"
#include "slam/mapping/adam.h"

namespace isogs {

/// How what a frame made moves in the map.
struct FrameMotion {
  RigidMotion moved_from_map;
  Rotation rotation;  // the same turn
};

ISOGS_HD inline int64_t FrameOf(float timestep, int64_t frames) {
  const auto frame = static_cast<int64_t>(timestep);
  return frame < 0 ? 0 : frame < frames ? frame : frames - 1;
}

/// In double precision, so that what does not move keeps its bits.
ISOGS_HD inline void MoveGaussian(const FrameMotion& motion, int64_t i, const MutableGaussians& map) {
  float* const mean = map.means + 3 * i;
  const Double3 moved =
      Rotated(motion.moved_from_map, {mean[0], mean[1], mean[2]}) + motion.moved_from_map.translation;
  mean[0] = static_cast<float>(moved.x);
  mean[1] = static_cast<float>(moved.y);
  mean[2] = static_cast<float>(moved.z);
  float* const q = map.rotations + 4 * i;
  const Rotation turned = motion.rotation * Rotation{q[0], q[1], q[2], q[3]};
  q[0] = static_cast<float>(turned.w);
  q[1] = static_cast<float>(turned.x);
  q[2] = static_cast<float>(turned.y);
  q[3] = static_cast<float>(turned.z);
}

}  // namespace isogs
