// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/types/parameter_limits.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace isogs {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

void GiveThickness(std::span<float, 3> log_scales) {
  float smallest = kInfinity;
  for (const float value : log_scales) {
    if (value != -kInfinity) smallest = std::min(smallest, value);
  }
  if (!std::isfinite(smallest)) return;
  std::ranges::replace(log_scales, -kInfinity, smallest + std::log(kDiscThickness));
}

/// Keeps those Gaussians, and their normals [N,3] if there are some, for which `keeps(i)` holds.
template <typename Keeps>
void KeepOnly(GaussianCloud* cloud, std::vector<float>* normals, Keeps&& keeps) {
  const bool has_normals = normals != nullptr && !normals->empty();
  size_t kept = 0;
  const auto move = [&](size_t i, size_t width, std::vector<float>* values) {
    std::copy_n(values->begin() + static_cast<std::ptrdiff_t>(width * i), width,
                values->begin() + static_cast<std::ptrdiff_t>(width * kept));
  };
  for (size_t i = 0; i < cloud->size(); ++i) {
    if (!keeps(i)) continue;
    if (i != kept) {
      for (auto* three : {&cloud->means, &cloud->colors, &cloud->log_scales}) move(i, 3, three);
      move(i, 4, &cloud->rotations);
      if (has_normals) move(i, 3, normals);
      for (auto* one : {&cloud->logit_opacities, &cloud->timesteps}) move(i, 1, one);
    }
    ++kept;
  }
  cloud->Resize(kept);
  if (has_normals) normals->resize(3 * kept);
}

/// The sigma is still a float.
constexpr float kMaxLogScale = 80.0f;

bool AreFinite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

bool IsUsable(const GaussianCloud& cloud, size_t i) {
  const std::span<const float, 4> rotation(&cloud.rotations[4 * i], 4);
  float squares = 0.0f;
  for (const float value : rotation) squares += value * value;
  return std::isfinite(squares) && squares > 0.0f && std::isfinite(cloud.logit_opacities[i]) &&
         AreFinite({&cloud.means[3 * i], 3}) && AreFinite({&cloud.colors[3 * i], 3}) &&
         AreFinite({&cloud.log_scales[3 * i], 3}) &&
         *std::max_element(&cloud.log_scales[3 * i], &cloud.log_scales[3 * i] + 3) < kMaxLogScale;
}

}  // namespace

void MakeLimitsFinite(GaussianCloud* cloud) {
  for (float& logit : cloud->logit_opacities) {
    if (std::isinf(logit)) logit = std::copysign(kOpaqueLogit, logit);
  }
  for (size_t i = 0; i < cloud->size(); ++i) {
    GiveThickness(std::span<float, 3>(&cloud->log_scales[3 * i], 3));
  }
}

void RemoveInvisible(GaussianCloud* cloud, std::vector<float>* normals) {
  KeepOnly(cloud, normals, [&](size_t i) { return cloud->logit_opacities[i] != -kInfinity; });
}

size_t RemoveUnusable(GaussianCloud* cloud, std::vector<float>* normals) {
  const size_t before = cloud->size();
  KeepOnly(cloud, normals, [&](size_t i) { return IsUsable(*cloud, i); });
  return before - cloud->size();
}

}  // namespace isogs
