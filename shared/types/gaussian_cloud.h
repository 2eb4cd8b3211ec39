// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "shared/geometry/pose.h"

namespace isogs {

/// The map's Gaussians in host memory, for files, snapshots and meshing. Parameters as in SplaTAM, before
/// activation.
struct GaussianCloud {
  std::vector<float> means;            ///< [N,3] m, in the map's frame
  std::vector<float> colors;           ///< [N,3] RGB, 0..1 (not clamped)
  std::vector<float> rotations;        ///< [N,4] quaternion w, x, y, z; normalised at use
  std::vector<float> logit_opacities;  ///< [N] opacity = sigmoid
  std::vector<float> log_scales;       ///< [N,3] sigma_m = exp
  std::vector<float> timesteps;        ///< [N] index of the frame that created it

  size_t size() const { return logit_opacities.size(); }
  void Resize(size_t count) {
    means.resize(3 * count);
    colors.resize(3 * count);
    rotations.resize(4 * count);
    logit_opacities.resize(count);
    log_scales.resize(3 * count);
    timesteps.resize(count);
  }
};

/// The same Gaussians in another frame. Takes the cloud by value: move it in to save the copy.
GaussianCloud Transformed(GaussianCloud cloud, const Pose& world_from_map);

}  // namespace isogs
