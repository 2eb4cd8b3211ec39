// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/gaussian_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace isogs {
namespace {

/// `count` Gaussians whose every parameter is told from their number.
GaussianCloud Numbered(int count, float first = 0.0f) {
  GaussianCloud cloud;
  cloud.Resize(static_cast<size_t>(count));
  for (size_t i = 0; i < cloud.size(); ++i) {
    const float number = first + static_cast<float>(i);
    for (size_t axis = 0; axis < 3; ++axis) {
      cloud.means[3 * i + axis] = number + 0.1f * static_cast<float>(axis);
      cloud.colors[3 * i + axis] = number;
      cloud.log_scales[3 * i + axis] = -4.0f;
    }
    cloud.rotations[4 * i] = 1.0f;
    cloud.logit_opacities[i] = 0.0f;
    cloud.timesteps[i] = number;
  }
  return cloud;
}

TEST(GaussianMap, KeepsWhatWasAppendedThroughGrowth) {
  GaussianMap map(MemoryKind::kHost);
  map.Append(Numbered(10));
  map.Append(Numbered(5000, 10.0f));
  const GaussianCloud cloud = map.ToCloud();
  ASSERT_EQ(cloud.size(), 5010u);
  for (size_t i = 0; i < cloud.size(); ++i) {
    ASSERT_EQ(cloud.timesteps[i], static_cast<float>(i));
    ASSERT_EQ(cloud.means[3 * i], static_cast<float>(i));
  }
}

TEST(GaussianMap, IdsStayWithTheirGaussiansAndAreNeverGivenTwice) {
  GaussianCloud cloud = Numbered(4);
  cloud.logit_opacities[1] = cloud.logit_opacities[3] = -10.0f;
  GaussianMap map(MemoryKind::kHost);
  map.Append(cloud);
  map.Prune(0.005f, 1.0f);
  map.Append(Numbered(2000));
  ASSERT_EQ(map.size(), 2002);
  EXPECT_EQ(map.ids()[0], 0);
  EXPECT_EQ(map.ids()[1], 2);
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(map.ids()[2 + i], 4 + i);
}

TEST(GaussianMap, NewGaussiansStartWithFreshAdamState) {
  GaussianMap map(MemoryKind::kHost);
  map.Append(Numbered(3));
  const MutableGaussians state = map.Mutable();
  for (int i = 0; i < 3 * column::kStride; ++i) {
    EXPECT_EQ(state.first_moments[i], 0.0f);
    EXPECT_EQ(state.second_moments[i], 0.0f);
  }
  for (int i = 0; i < 3; ++i) EXPECT_EQ(state.steps[i], 0);
}

TEST(GaussianMap, PrunesFaintHugeAndInvalidOnesAndKeepsTheOrder) {
  GaussianCloud cloud = Numbered(6);
  cloud.logit_opacities[1] = -10.0f;                                   // faint
  cloud.log_scales[3 * 2 + 1] = std::log(5.0f);                        // huge along one axis
  cloud.logit_opacities[4] = std::numeric_limits<float>::quiet_NaN();  // invalid
  GaussianMap map(MemoryKind::kHost);
  map.Append(cloud);
  map.Mutable().steps[5] = 7;
  EXPECT_EQ(map.Prune(0.005f, 1.0f), 3);
  EXPECT_EQ(map.ToCloud().timesteps, (std::vector<float>{0.0f, 3.0f, 5.0f}));
  EXPECT_EQ(map.Mutable().steps[2], 7) << "Adam state moves with its Gaussian";
}

}  // namespace
}  // namespace isogs
