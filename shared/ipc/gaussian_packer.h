// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "shared/ipc/gaussian_record.h"

namespace isogs {

/// A map where it lies in host memory.
struct GaussianArrays {
  const float* means = nullptr;            // [N,3]
  const float* colors = nullptr;           // [N,3]
  const float* rotations = nullptr;        // [N,4] w, x, y, z
  const float* logit_opacities = nullptr;  // [N]
  const float* log_scales = nullptr;       // [N,3]
  const float* timesteps = nullptr;        // [N] frame that created it
  const int32_t* ids = nullptr;            // [N]
  const float* camera_centers = nullptr;   // [F,3] of the frames; a timestep beyond counts as the last
  int64_t frames = 0;                      // F, at least 1
};

/// Smallest box around points; at first around none.
struct PointBounds {
  std::array<float, 3> lowest = {INFINITY, INFINITY, INFINITY};
  std::array<float, 3> highest = {-INFINITY, -INFINITY, -INFINITY};

  bool IsEmpty() const { return !(lowest[0] <= highest[0]); }
  void Add(const PointBounds& other) {
    for (size_t k = 0; k < 3; ++k) {
      lowest[k] = std::fmin(lowest[k], other.lowest[k]);
      highest[k] = std::fmax(highest[k], other.highest[k]);
    }
  }
};

/// PackGaussian for Gaussians [begin, end), a vector of them at a time; opacities may differ by a step and
/// the signs of normals that are perpendicular to the view. Returns the bounds of the means of those with an
/// opacity.
PointBounds PackGaussians(const GaussianArrays& map, int64_t begin, int64_t end, GaussianRecord* records);

}  // namespace isogs
