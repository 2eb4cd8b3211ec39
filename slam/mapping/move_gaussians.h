// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "shared/geometry/pose.h"
#include "slam/mapping/adam.h"
#include "slam/mapping/move_math.h"

namespace isogs {

/// Moves Gaussians as rigid bodies when the poses of the frames that made them are corrected.
class GaussianMover {
 public:
  virtual ~GaussianMover() = default;
  /// Mean and rotation of each Gaussian take the motion of the frame that made it; those of later or unknown
  /// frames that of the nearest. `timesteps` [N] as in GaussianMap. Adam's moments stay.
  virtual void Move(std::span<const FrameMotion> motions, const float* timesteps,
                    const MutableGaussians& map) = 0;
};

FrameMotion MakeFrameMotion(const Pose& moved_from_map);

}  // namespace isogs
