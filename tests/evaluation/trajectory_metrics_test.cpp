// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/trajectory_metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "shared/core/random.h"

namespace isogs {
namespace {

Pose RandomPose(Random& random, double scale = 1.0) {
  Twist xi;
  for (int i = 0; i < 6; ++i) xi(i) = scale * random.NextNormal();
  return ExpSe3(xi);
}

std::vector<PosePair> RandomPairs(size_t count, const Pose& truth_from_estimate) {
  Random random(1);
  std::vector<PosePair> pairs;
  for (size_t i = 0; i < count; ++i) {
    const Pose pose = RandomPose(random);
    pairs.push_back({pose, truth_from_estimate * pose});
  }
  return pairs;
}

TEST(AbsoluteTrajectoryError, IgnoresARigidMotionOfTheWhole) {
  Random random(2);
  const auto pairs = RandomPairs(20, RandomPose(random));
  const ErrorStatistics ate = AbsoluteTrajectoryError(pairs);
  EXPECT_NEAR(ate.rmse, 0.0, 1e-12);
  EXPECT_NEAR(ate.max, 0.0, 1e-12);
}

TEST(AbsoluteTrajectoryError, DoesNotIgnoreScale) {
  // Two points 2 m apart against 4 m: each stays 1 m away when their middles coincide.
  std::vector<PosePair> pairs(2);
  pairs[1].estimate.translation().x() = 2.0;
  pairs[1].truth.translation().y() = 4.0;
  const ErrorStatistics ate = AbsoluteTrajectoryError(pairs);
  EXPECT_NEAR(ate.rmse, 1.0, 1e-12);
  EXPECT_NEAR(ate.mean, 1.0, 1e-12);
  EXPECT_NEAR(ate.median, 1.0, 1e-12);
  EXPECT_NEAR(ate.max, 1.0, 1e-12);
}

TEST(AbsoluteTrajectoryError, DoesNotMirror) {
  // A mirror image would fit exactly; a rotation cannot.
  std::vector<PosePair> pairs(4);
  for (int i = 1; i < 4; ++i) {
    pairs[static_cast<size_t>(i)].estimate.translation()(i - 1) = 1.0;
    pairs[static_cast<size_t>(i)].truth.translation()(i - 1) = i == 3 ? -1.0 : 1.0;
  }
  EXPECT_GT(AbsoluteTrajectoryError(pairs).rmse, 0.1);
}

TEST(AbsoluteTrajectoryError, TakesDegenerateTrajectories) {
  EXPECT_EQ(AbsoluteTrajectoryError({}).rmse, 0.0);
  for (const size_t count : {1, 2, 5}) {  // all in one place
    EXPECT_NEAR(AbsoluteTrajectoryError(std::vector<PosePair>(count)).max, 0.0, 1e-12);
  }
  std::vector<PosePair> line(5);
  for (size_t i = 0; i < line.size(); ++i) {
    line[i].estimate.translation().x() = static_cast<double>(i);
    line[i].truth.translation().z() = static_cast<double>(i);
  }
  EXPECT_NEAR(AbsoluteTrajectoryError(line).max, 0.0, 1e-12);
}

TEST(RelativeError, MeasuresStepsAgainstSteps) {
  // The estimate drifts 1 cm and 2 degrees a frame in its own axes.
  Twist drift = Twist::Zero();
  drift(2) = 0.01;
  drift(4) = 2.0 * std::numbers::pi / 180.0;
  const Pose step_error = ExpSe3(drift);
  Random random(3);
  std::vector<PosePair> pairs(1);
  for (int i = 0; i < 10; ++i) {
    const Pose step = RandomPose(random);
    pairs.push_back({pairs.back().estimate * step * step_error, pairs.back().truth * step});
  }
  const RelativePoseError rpe = RelativeError(pairs);
  EXPECT_NEAR(rpe.translation_m, step_error.translation().norm(), 1e-12);
  EXPECT_NEAR(rpe.rotation_deg, 2.0, 1e-9);
  EXPECT_EQ(RelativeError({}).translation_m, 0.0);
}

TEST(Associate, PairsByNearestTime) {
  Trajectory estimate, truth;
  for (int i = 0; i < 5; ++i) {
    Pose pose = Pose::Identity();
    pose.translation().x() = i;
    estimate.push_back({0.1 * i + 0.004, pose});
    truth.insert(truth.begin(), {0.1 * i, pose});  // in any order
    truth.insert(truth.begin(), {0.1 * i + 0.05, Pose::Identity()});
  }
  estimate[4].time_s += 0.02;  // too far from any
  for (const bool swapped : {false, true}) {
    const auto pairs = swapped ? Associate(truth, estimate) : Associate(estimate, truth);
    ASSERT_EQ(pairs.size(), 4u);
    for (size_t i = 0; i < pairs.size(); ++i) {
      EXPECT_EQ(pairs[i].estimate.translation(), pairs[i].truth.translation());
      EXPECT_EQ(pairs[i].truth.translation().x(), static_cast<double>(i));
    }
  }
  EXPECT_TRUE(Associate({}, truth).empty());
  EXPECT_TRUE(Associate(estimate, {}).empty());
}

TEST(Statistics, OfFewValues) {
  const ErrorStatistics odd = Statistics({3, 0, 4});
  EXPECT_DOUBLE_EQ(odd.rmse, std::sqrt(25.0 / 3.0));
  EXPECT_DOUBLE_EQ(odd.mean, 7.0 / 3.0);
  EXPECT_DOUBLE_EQ(odd.median, 3.0);
  EXPECT_DOUBLE_EQ(odd.max, 4.0);
  EXPECT_DOUBLE_EQ(Statistics({1, 2, 3, 10}).median, 2.5);
}

}  // namespace
}  // namespace isogs
