// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/gaussians/prepared_gaussians.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace isogs {
namespace {

constexpr float kMinQuaternion = 1e-12f;

}  // namespace

bool IsUsable(const GaussianCloud& cloud, size_t i) {
  // Anything times 0 is 0, unless it is not finite.
  const float *mean = &cloud.means[3 * i], *color = &cloud.colors[3 * i], *s = &cloud.log_scales[3 * i];
  const float* q = &cloud.rotations[4 * i];
  float zero = 0.0f * cloud.logit_opacities[i];
  for (int k = 0; k < 3; ++k) zero += 0.0f * mean[k] + 0.0f * color[k] + 0.0f * s[k];
  for (int k = 0; k < 4; ++k) zero += 0.0f * q[k];
  return zero == 0.0f && q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3] > kMinQuaternion;
}

LatticeBox CropBox(const MeshOptions& options) {
  LatticeBox box{{-kLatticeLimit, -kLatticeLimit, -kLatticeLimit},
                 {kLatticeLimit, kLatticeLimit, kLatticeLimit}};
  if (!options.crop) return box;
  for (size_t k = 0; k < 3; ++k) {
    const double limit = kLatticeLimit;
    box.low[k] = static_cast<int32_t>(
        std::clamp(std::ceil(options.crop->low_m[k] / options.voxel_size_m), -limit, limit));
    box.high[k] = static_cast<int32_t>(
        std::clamp(std::floor(options.crop->high_m[k] / options.voxel_size_m), -limit, limit));
  }
  return box;
}

uint32_t PackNormal(const std::array<float, 3>& normal) {
  // Octahedral map (Meyer et al. 2010): |x| + |y| + |z| = 1, the lower half folded outwards.
  const float sum = std::abs(normal[0]) + std::abs(normal[1]) + std::abs(normal[2]);
  float u = normal[0] / sum, v = normal[1] / sum;
  if (normal[2] < 0.0f) {
    const float folded = (1.0f - std::abs(v)) * (u < 0.0f ? -1.0f : 1.0f);
    v = (1.0f - std::abs(u)) * (v < 0.0f ? -1.0f : 1.0f);
    u = folded;
  }
  const auto bits = [](float x) { return static_cast<uint32_t>(std::lround((x * 0.5f + 0.5f) * 65535.0f)); };
  return bits(u) | bits(v) << 16;
}

std::array<float, 3> UnpackNormal(uint32_t packed) {
  const float u = static_cast<float>(packed & 0xffff) * (2.0f / 65535.0f) - 1.0f;
  const float v = static_cast<float>(packed >> 16) * (2.0f / 65535.0f) - 1.0f;
  Eigen::Vector3f n(u, v, 1.0f - std::abs(u) - std::abs(v));
  if (n.z() < 0.0f) {
    n.x() = (1.0f - std::abs(v)) * (u < 0.0f ? -1.0f : 1.0f);
    n.y() = (1.0f - std::abs(u)) * (v < 0.0f ? -1.0f : 1.0f);
  }
  n.normalize();
  return {n.x(), n.y(), n.z()};
}

}  // namespace isogs
