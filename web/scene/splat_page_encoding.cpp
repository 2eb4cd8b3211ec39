// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "web/scene/quantize.h"
#include "web/scene/splat_pages.h"

namespace isogs::web {
namespace {

constexpr float kSmallestLogScale = -9.0f;  // 0.1 mm: thinner ones look the same
constexpr float kPlaceSteps = 65535.0f;
constexpr float kScaleSteps = 255.0f;

struct Range {
  float low = INFINITY, high = -INFINITY;
  void Add(float value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  float Step(float steps) const { return high > low ? (high - low) / steps : 1.0f; }
  float Low() const { return low <= high ? low : 0.0f; }
};

std::vector<Eigen::Vector3f> Places(const SplatPage& page) {
  const Eigen::Isometry3f world_from_map = page.world_from_map.cast<float>();
  std::vector<Eigen::Vector3f> places;
  places.reserve(page.gaussians.size());
  for (const GaussianRecord& record : page.gaussians) {
    places.emplace_back(world_from_map * Eigen::Vector3f(record.mean[0], record.mean[1], record.mean[2]));
  }
  return places;
}

std::array<float, 3> LogScales(const GaussianRecord& record) {
  std::array<float, 3> scales = LogScalesOf(record);
  for (float& scale : scales) scale = std::max(scale, kSmallestLogScale);
  return scales;
}

std::vector<uint32_t> Rotations(const SplatPage& page) {
  const Eigen::Quaternionf world_from_map(page.world_from_map.linear().cast<float>());
  std::vector<uint32_t> rotations;
  for (const GaussianRecord& record : page.gaussians) {
    const auto [w, x, y, z] = RotationOf(record);
    const Eigen::Quaternionf q = world_from_map * Eigen::Quaternionf(w, x, y, z);
    rotations.push_back(PackQuaternion({q.x(), q.y(), q.z(), q.w()}));
  }
  return rotations;
}

std::vector<uint8_t> Colors(const SplatPage& page) {
  std::vector<uint8_t> rgba;
  for (const GaussianRecord& record : page.gaussians) {
    rgba.insert(rgba.end(), record.color.begin(), record.color.end());
    rgba.push_back(record.opacity);
  }
  return rgba;
}

}  // namespace

Body SplatPage::Encode() const {
  const std::vector<Eigen::Vector3f> places = Places(*this);
  std::array<Range, 3> box;
  Range scales;
  for (size_t i = 0; i < places.size(); ++i) {
    for (size_t k = 0; k < 3; ++k) box[k].Add(places[i][static_cast<int>(k)]);
    for (const float scale : LogScales(gaussians[i])) scales.Add(scale);
  }
  BodyWriter writer;
  writer.Put(id);
  writer.Put(static_cast<uint32_t>(gaussians.size()));
  for (const Range& range : box) writer.Put(range.Low());
  for (const Range& range : box) writer.Put(range.Step(kPlaceSteps));
  writer.Put(scales.Low());
  writer.Put(scales.Step(kScaleSteps));
  std::vector<uint16_t> steps;
  std::vector<uint8_t> scale_steps;
  for (size_t i = 0; i < places.size(); ++i) {
    for (size_t k = 0; k < 3; ++k) {
      const float along = (places[i][static_cast<int>(k)] - box[k].Low()) / box[k].Step(kPlaceSteps);
      steps.push_back(static_cast<uint16_t>(std::lrintf(std::min(along, kPlaceSteps))));
    }
    for (const float scale : LogScales(gaussians[i])) {
      const float along = (scale - scales.Low()) / scales.Step(kScaleSteps);
      scale_steps.push_back(static_cast<uint8_t>(std::lrintf(std::min(along, kScaleSteps))));
    }
  }
  writer.PutAll(std::span<const uint32_t>(Rotations(*this)));
  writer.PutAll(std::span<const uint8_t>(Colors(*this)));
  writer.PutAll(std::span<const uint16_t>(steps));
  writer.PutAll(std::span<const uint8_t>(scale_steps));
  return writer.Take();
}

Eigen::Vector3f SplatPage::Center() const {
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  for (const GaussianRecord& record : gaussians) {
    sum += Eigen::Vector3d(record.mean[0], record.mean[1], record.mean[2]);
  }
  return (world_from_map *
          Eigen::Vector3d(sum / std::max<double>(1.0, static_cast<double>(gaussians.size()))))
      .cast<float>();
}

}  // namespace isogs::web
