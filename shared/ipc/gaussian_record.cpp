// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/gaussian_record.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "shared/geometry/logistic.h"
#include "shared/ipc/gaussian_packing.h"

namespace isogs {
namespace {

uint16_t PackScale(float log_scale) {
  const float steps = (log_scale * kLog2E - kLowestLog2Scale) * kScaleSteps;
  return static_cast<uint16_t>(std::clamp(steps, 0.0f, 65535.0f) + kRoundingUp);
}

uint8_t PackUnit(float value) { return static_cast<uint8_t>(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f); }

/// The largest is left out, and made positive: q and -q are the same rotation.
uint32_t PackRotation(const float* q) {
  const float squared = q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3];
  if (!(squared > kLowestSquaredRotation)) return PackRotation(std::array{1.0f, 0.0f, 0.0f, 0.0f}.data());
  int largest = 0;
  for (int i = 1; i < 4; ++i) {
    if (std::abs(q[i]) > std::abs(q[largest])) largest = i;
  }
  const float scale =
      std::copysign(static_cast<float>(kRotationSteps) / (kSqrtHalf * std::sqrt(squared)), q[largest]);
  auto packed = static_cast<uint32_t>(largest);
  for (int i = 0; i < 4; ++i) {
    if (i == largest) continue;
    const auto steps = static_cast<int>(q[i] * scale + static_cast<float>(kRotationSteps) + 0.5f);
    packed = packed << kRotationBits | static_cast<uint32_t>(std::clamp(steps, 0, 2 * kRotationSteps));
  }
  return packed;
}

bool IsFinite(const RawGaussian& g) {
  float sum = g.logit_opacity * 0.0f;  // not a number where one of them is not finite
  for (int i = 0; i < 3; ++i) sum += (g.mean[i] + g.color[i] + g.log_scale[i]) * 0.0f;
  for (int i = 0; i < 4; ++i) sum += g.rotation[i] * 0.0f;
  return sum == 0.0f;
}

/// Column `axis` of the rotation matrix.
std::array<float, 3> Axis(const std::array<float, 4>& q, size_t axis) {
  const auto [w, x, y, z] = q;
  if (axis == 0) return {1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)};
  if (axis == 1) return {2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)};
  return {2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)};
}

/// Of the packed values, so that writer and reader mean the same axis.
std::array<float, 3> SmallestAxis(const GaussianRecord& record, const std::array<float, 4>& rotation) {
  const auto smallest = std::ranges::min_element(record.log2_scale) - record.log2_scale.begin();
  return Axis(rotation, static_cast<size_t>(smallest));
}

}  // namespace

GaussianRecord PackGaussian(const RawGaussian& gaussian, uint32_t id,
                            const std::array<float, 3>& camera_center) {
  GaussianRecord record = {};
  record.id = id;
  if (!IsFinite(gaussian)) {
    record.rotation = PackRotation(std::array{1.0f, 0.0f, 0.0f, 0.0f}.data());
    return record;
  }
  record.rotation = PackRotation(gaussian.rotation);
  record.opacity = PackUnit(Logistic(gaussian.logit_opacity));
  for (size_t i = 0; i < 3; ++i) {
    record.mean[i] = gaussian.mean[i];
    record.log2_scale[i] = PackScale(gaussian.log_scale[i]);
    record.color[i] = PackUnit(gaussian.color[i]);
  }
  const std::array<float, 3> axis = SmallestAxis(record, RotationOf(record));
  float towards_camera = 0.0f;
  for (size_t i = 0; i < 3; ++i) towards_camera += axis[i] * (camera_center[i] - record.mean[i]);
  if (towards_camera >= 0.0f) record.flags |= GaussianRecord::kNormalAlongAxis;
  return record;
}

std::array<float, 3> LogScalesOf(const GaussianRecord& record) {
  std::array<float, 3> logs;
  for (size_t i = 0; i < 3; ++i) {
    logs[i] = (static_cast<float>(record.log2_scale[i]) / kScaleSteps + kLowestLog2Scale) / kLog2E;
  }
  return logs;
}

std::array<float, 3> ScalesOf(const GaussianRecord& record) {
  std::array<float, 3> scales;
  for (size_t i = 0; i < 3; ++i) {
    scales[i] = std::exp2(static_cast<float>(record.log2_scale[i]) / kScaleSteps + kLowestLog2Scale);
  }
  return scales;
}

std::array<float, 4> RotationOf(const GaussianRecord& record) {
  const size_t largest = record.rotation >> (3 * kRotationBits);
  constexpr uint32_t kMask = (1u << kRotationBits) - 1;
  std::array<float, 4> q;
  float squared = 0.0f;
  int shift = 3 * kRotationBits;
  for (size_t i = 0; i < 4; ++i) {
    if (i == largest) continue;
    shift -= kRotationBits;
    const auto steps = static_cast<int>((record.rotation >> shift) & kMask) - kRotationSteps;
    q[i] = static_cast<float>(steps) * (kSqrtHalf / static_cast<float>(kRotationSteps));
    squared += q[i] * q[i];
  }
  q[largest] = std::sqrt(std::max(0.0f, 1.0f - squared));
  return q;
}

std::array<float, 3> NormalOf(const GaussianRecord& record) { return NormalOf(record, RotationOf(record)); }

std::array<float, 3> NormalOf(const GaussianRecord& record, const std::array<float, 4>& rotation) {
  std::array<float, 3> normal = SmallestAxis(record, rotation);
  const bool along = (record.flags & GaussianRecord::kNormalAlongAxis) != 0;
  for (float& value : normal) value = along ? value : -value;
  return normal;
}

}  // namespace isogs
