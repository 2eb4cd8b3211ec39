// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/voxel_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "shared/core/random.h"

namespace isogs {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(VoxelValues, AreZeroBelowTheThreshold) {
  std::vector<float> values = {0.0009f, 0.001f, 0.5f, kNan};
  ZeroBelow(0.001f, values);
  EXPECT_EQ(values[0], 0.0f);
  EXPECT_EQ(values[1], 0.001f);
  EXPECT_EQ(values[2], 0.5f);
  EXPECT_TRUE(std::isnan(values[3]));
}

TEST(VoxelValues, AreRoundedToTheNearestDecimal) {
  Random random(1);
  for (int decimals = 0; decimals < kAllDecimals; ++decimals) {
    std::vector<float> values, rounded;
    for (int i = 0; i < 1000; ++i) values.push_back(static_cast<float>(3.0 * random.NextNormal()));
    rounded = values;
    RoundTo(decimals, rounded);
    const double scale = std::pow(10.0, decimals);
    for (size_t i = 0; i < values.size(); ++i) {
      EXPECT_LE(std::abs(static_cast<double>(rounded[i]) - values[i]), 0.5 / scale + 1e-6);
      EXPECT_EQ(rounded[i], static_cast<float>(std::round(rounded[i] * scale) / scale));
    }
    std::vector<float> again = rounded;
    RoundTo(decimals, again);
    EXPECT_EQ(again, rounded);
  }
}

TEST(VoxelValues, KeepEveryBitFromEightDecimalsOn) {
  std::vector<float> values = {1.23456789e-7f, 0.1f, 16777216.0f, -3.0e-12f};
  const std::vector<float> before = values;
  RoundTo(8, values);
  EXPECT_EQ(values, before);
  RoundTo(15, values);
  EXPECT_EQ(values, before);
}

TEST(VoxelValues, RoundedToZeroHaveNoSign) {
  std::vector<float> values = {-0.001f, kNan};
  RoundTo(2, values);
  EXPECT_FALSE(std::signbit(values[0]));
  EXPECT_TRUE(std::isnan(values[1]));
}

TEST(VoxelValues, UnobservedOnesAreFilledAndCounted) {
  std::vector<float> values = {kNan, 0.0f, 1.0f, kNan};
  Sparsity sparsity;
  Count(values, &sparsity);
  EXPECT_EQ(sparsity.zero_percent(), 25.0);
  EXPECT_EQ(sparsity.unobserved_percent(), 50.0);
  FillUnobserved(-1.0f, values);
  EXPECT_THAT(values, testing::ElementsAre(-1.0f, 0.0f, 1.0f, -1.0f));
}

}  // namespace
}  // namespace isogs
