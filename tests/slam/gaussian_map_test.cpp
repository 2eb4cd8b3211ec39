// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/gaussian_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

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
  GaussianMap map;
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
  GaussianMap map;
  map.Append(cloud);
  map.Prune(0.005f, 1.0f);
  map.Append(Numbered(2000));
  ASSERT_EQ(map.size(), 2002);
  EXPECT_EQ(map.ids()[0], 0);
  EXPECT_EQ(map.ids()[1], 2);
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(map.ids()[2 + i], 4 + i);
}

TEST(GaussianMap, RemovesWhatSomeFramesMade) {
  GaussianCloud cloud = Numbered(8);
  for (size_t i = 0; i < 8; ++i) cloud.timesteps[i] = static_cast<float>(i % 4);
  GaussianMap map;
  map.Append(cloud);
  map.Mutable().steps[6] = 7;
  EXPECT_EQ(map.RemoveMadeBy(std::vector<int64_t>{1, 3, 9}), 4);
  EXPECT_EQ(map.ToCloud().timesteps, (std::vector<float>{0.0f, 2.0f, 0.0f, 2.0f}));
  EXPECT_EQ(map.ToCloud().means[9], 6.0f);
  EXPECT_EQ(map.Mutable().steps[3], 7) << "Adam state moves with its Gaussian";
  EXPECT_EQ(map.RemoveMadeBy({}), 0);
}

TEST(GaussianMap, NewGaussiansStartWithFreshAdamState) {
  GaussianMap map;
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
  GaussianMap map;
  map.Append(cloud);
  map.Mutable().steps[5] = 7;
  EXPECT_EQ(map.Prune(0.005f, 1.0f), 3);
  EXPECT_EQ(map.ToCloud().timesteps, (std::vector<float>{0.0f, 3.0f, 5.0f}));
  EXPECT_EQ(map.Mutable().steps[2], 7) << "Adam state moves with its Gaussian";
}

TEST(GaussianMap, ASplitReplacesOneByItsPartsAndLeavesTheOthersAlone) {
  GaussianMap map;
  map.Append(Numbered(4));
  map.Mutable().steps[3] = 7;
  const GaussianRows parts = map.Append(2);  // of the second
  ASSERT_EQ(parts.count, 2);
  for (int i = 0; i < 2; ++i) {
    const float offset = i == 0 ? -0.25f : 0.25f;
    for (int axis = 0; axis < 3; ++axis) {
      parts.means[3 * i + axis] = map.View().means[3 + axis] + offset;
      parts.colors[3 * i + axis] = map.View().colors[3 + axis];
      parts.log_scales[3 * i + axis] = map.View().log_scales[3 + axis] - 0.5f;
    }
    for (int k = 0; k < 4; ++k) parts.rotations[4 * i + k] = map.View().rotations[4 + k];
    parts.logit_opacities[i] = map.View().logit_opacities[1];
    parts.timesteps[i] = 9.0f;
  }
  const std::vector<uint8_t> marks = {0, 1, 0, 0, 0, 0};
  EXPECT_EQ(map.Remove(marks.data()), 1);
  const GaussianCloud cloud = map.ToCloud();
  EXPECT_EQ(cloud.timesteps, (std::vector<float>{0.0f, 2.0f, 3.0f, 9.0f, 9.0f}));
  EXPECT_EQ(cloud.means[3 * 3], 0.75f);
  EXPECT_EQ(cloud.means[3 * 4], 1.25f);
  const std::vector<int32_t> ids(map.ids(), map.ids() + map.size());
  EXPECT_EQ(ids, (std::vector<int32_t>{0, 2, 3, 4, 5}));
  EXPECT_EQ(map.Mutable().steps[2], 7) << "Adam state stays with its Gaussian";
  EXPECT_EQ(map.Mutable().steps[3], 0) << "and is fresh for the parts";
}

TEST(GaussianMap, PrunesManyInTheirOrder) {
  constexpr int kCount = 400000;  // more than are moved at once
  GaussianCloud cloud = Numbered(kCount);
  std::vector<float> left;
  for (size_t i = 0; i < cloud.size(); ++i) {
    const bool goes = i > 100000 && (i % 7 == 0 || (i > 200000 && i < 250000));
    if (goes) cloud.logit_opacities[i] = -10.0f;
    if (!goes) left.push_back(cloud.timesteps[i]);
  }
  GaussianMap map;
  map.Append(cloud);
  const MutableGaussians state = map.Mutable();
  for (int64_t i = 0; i < kCount; ++i) {
    state.steps[i] = static_cast<int32_t>(i);
    for (int k = 0; k < column::kStride; ++k)
      state.second_moments[i * column::kStride + k] = static_cast<float>(i);
  }
  EXPECT_EQ(map.Prune(0.005f, 1.0f), kCount - static_cast<int64_t>(left.size()));
  EXPECT_EQ(map.ToCloud().timesteps, left);
  EXPECT_EQ(map.Prune(0.005f, 1.0f), 0);
  for (size_t i = 0; i < left.size(); ++i) {
    ASSERT_EQ(map.ids()[i], static_cast<int32_t>(left[i]));
    ASSERT_EQ(state.steps[i], static_cast<int32_t>(left[i]));
    ASSERT_EQ(map.View().means[3 * i + 1], left[i] + 0.1f);
    ASSERT_EQ(state.second_moments[i * column::kStride], left[i]);
    ASSERT_EQ(state.second_moments[i * column::kStride + column::kStride - 1], left[i]);
  }
}

}  // namespace
}  // namespace isogs
