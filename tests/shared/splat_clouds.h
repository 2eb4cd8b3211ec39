// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "shared/core/random.h"
#include "shared/types/gaussian_cloud.h"
#include "shared/types/parameter_limits.h"

namespace isogs::test {

/// Gaussians of a room, within what SPZ can say; every seventh is opaque, none invisible.
inline GaussianCloud SplatCloud(size_t count) {
  Random random(11);
  const auto fill = [&](float middle, float by, std::vector<float>* values) {
    for (float& x : *values)
      x = middle + by * std::clamp(static_cast<float>(random.NextNormal()), -3.0f, 3.0f);
  };
  GaussianCloud cloud;
  cloud.Resize(count);
  fill(0.0f, 2.0f, &cloud.means);
  fill(0.5f, 0.3f, &cloud.colors);
  fill(0.0f, 1.0f, &cloud.rotations);
  fill(0.0f, 1.5f, &cloud.logit_opacities);
  fill(-4.0f, 1.0f, &cloud.log_scales);
  for (size_t i = 0; i < count; i += 7) cloud.logit_opacities[i] = kOpaqueLogit;
  return cloud;
}

/// Between the Gaussians' rotations [rad].
inline double LargestTurn(const GaussianCloud& a, const GaussianCloud& b) {
  double largest = 0.0;
  const auto rotation = [](const GaussianCloud& cloud, size_t i) {
    const float* q = &cloud.rotations[4 * i];
    return Eigen::Quaterniond(q[0], q[1], q[2], q[3]).normalized();
  };
  for (size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, rotation(a, i).angularDistance(rotation(b, i)));
  }
  return largest;
}

}  // namespace isogs::test
