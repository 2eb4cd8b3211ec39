// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/features/descriptor_matches.h"

#include <cmath>

#include "slam/features/frame_features.h"
#include "slam/features/nearest_descriptors.h"

namespace isogs {
namespace {

constexpr float kSecondBest = 0.8f;  // Lowe's ratio

bool IsClear(const NearestDescriptor& nearest) {
  return std::sqrt(nearest.squared) < kSecondBest * std::sqrt(nearest.second_squared);
}

}  // namespace

std::vector<DescriptorMatch> MatchDescriptors(std::span<const float> a, std::span<const float> b) {
  std::vector<NearestDescriptor> of_a(a.size() / FrameFeatures::kDescriptorSize);
  std::vector<NearestDescriptor> of_b(b.size() / FrameFeatures::kDescriptorSize);
  std::vector<DescriptorMatch> matches;
  if (of_a.size() < 2 || of_b.size() < 2) return matches;
  FindNearestDescriptors(a, b, of_a, of_b);
  for (size_t i = 0; i < of_a.size(); ++i) {
    if (!IsClear(of_a[i])) continue;
    const auto match = static_cast<size_t>(of_a[i].index);
    if (IsClear(of_b[match]) && of_b[match].index == static_cast<float>(i)) matches.push_back({i, match});
  }
  return matches;
}

}  // namespace isogs
