// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/features/descriptor_matches.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "shared/core/random.h"
#include "slam/features/frame_features.h"
#include "tests/slam/simd_targets.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

constexpr size_t kSize = FrameFeatures::kDescriptorSize;

constexpr std::pair<size_t, size_t> kSizes[] = {{2, 2}, {3, 50}, {16, 33}, {41, 5}, {70, 64}};

std::vector<float> RandomDescriptors(size_t count, Random& random) {
  std::vector<float> descriptors(count * kSize);
  for (float& value : descriptors) value = std::floor(255.99f * static_cast<float>(random.NextUnit()));
  return descriptors;
}

/// `count` descriptors, of which each third is nearly one of `others`.
std::vector<float> AlikeDescriptors(size_t count, const std::vector<float>& others, Random& random) {
  std::vector<float> descriptors = RandomDescriptors(count, random);
  for (size_t i = 0; i < count * kSize; ++i) {
    const size_t from = (7 * (i / kSize) * kSize + i % kSize) % others.size();
    if (i / kSize % 3 == 0) descriptors[i] = std::min(255.0f, others[from] + (i % 5 == 0 ? 3.0f : 0.0f));
  }
  return descriptors;
}

/// Index in `to` of the nearest of descriptor `i` of `from`, if it is clearly nearer than the next.
std::optional<size_t> ClearlyNearest(const std::vector<float>& from, size_t i, const std::vector<float>& to) {
  double best = std::numeric_limits<double>::infinity(), second = best;
  size_t index = 0;
  for (size_t j = 0; j < to.size() / kSize; ++j) {
    double squares = 0.0;
    for (size_t k = 0; k < kSize; ++k) squares += std::pow(from[i * kSize + k] - to[j * kSize + k], 2);
    if (squares < best) {
      second = best;
      best = squares;
      index = j;
    } else {
      second = std::min(second, squares);
    }
  }
  return std::sqrt(best) < 0.8 * std::sqrt(second) ? std::optional(index) : std::nullopt;
}

std::vector<DescriptorMatch> MatchOneByOne(const std::vector<float>& a, const std::vector<float>& b) {
  std::vector<DescriptorMatch> matches;
  for (size_t i = 0; i < a.size() / kSize; ++i) {
    const auto there = ClearlyNearest(a, i, b);
    if (there && ClearlyNearest(b, *there, a) == i) matches.push_back({i, *there});
  }
  return matches;
}

TEST(DescriptorMatches, AreThoseOfAllDistancesOnEveryInstructionSet) {
  for (const SimdTarget& target : SimdTargets()) {
    const ScopedSimdTarget scope(target);
    Random random(1);
    size_t found = 0;
    for (const auto& [count, others] : kSizes) {
      const std::vector<float> b = RandomDescriptors(others, random);
      const std::vector<float> a = AlikeDescriptors(count, b, random);
      const std::vector<DescriptorMatch> matches = MatchDescriptors(a, b);
      EXPECT_EQ(matches, MatchOneByOne(a, b)) << target.name << ": " << count << " and " << others;
      found += matches.size();
    }
    EXPECT_GT(found, 20u) << target.name;
  }
}

TEST(DescriptorMatches, AreNoneOfTooFewOrOfEqualOnes) {
  Random random(1);
  const std::vector<float> one = RandomDescriptors(1, random), some = RandomDescriptors(9, random);
  EXPECT_TRUE(MatchDescriptors(one, some).empty());
  EXPECT_TRUE(MatchDescriptors(some, one).empty());
  EXPECT_TRUE(MatchDescriptors({}, {}).empty());
  const std::vector<float> equal(9 * kSize, 7.0f);
  EXPECT_TRUE(MatchDescriptors(equal, equal).empty());
}

/// What makes distances exact.
TEST(DescriptorMatches, AreMadeOfWholeNumbers) {
  const Frame frame = test::RoomFrame(test::MakeCamera(320, 240), Pose::Identity());
  const FrameFeatures features = ExtractFeatures(frame.color, frame.depth_m, frame.camera);
  ASSERT_GT(features.size(), 20u);
  EXPECT_TRUE(std::ranges::all_of(features.descriptors, [](float value) {
    return value >= 0.0f && value <= 255.0f && value == std::floor(value);
  }));
}

}  // namespace
}  // namespace isogs
