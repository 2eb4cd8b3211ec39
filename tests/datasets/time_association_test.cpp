// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/time_association.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isogs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(PairInTime, TakesThoseThatDifferLeastFirst) {
  // 1.000 would take 1.010, but that is nearer to 1.012.
  const std::vector<double> a = {1.000, 1.012, 2.0}, b = {1.010, 0.985, 2.019};
  EXPECT_THAT(PairInTime(a, b, 0.02), ElementsAre(Pair(0, 1), Pair(1, 0), Pair(2, 2)));
}

TEST(PairInTime, UsesEachOnce) {
  const std::vector<double> a = {1.000, 1.001}, b = {1.0005};
  EXPECT_THAT(PairInTime(a, b, 0.02), ElementsAre(Pair(0, 0)));
}

TEST(PairInTime, LeavesOutWhatIsTooFarOff) {
  const std::vector<double> a = {1.0, 3.0}, b = {1.03, 2.97};
  EXPECT_THAT(PairInTime(a, b, 0.02), IsEmpty());
}

StampedPose At(double time_s, double x, double angle) {
  StampedPose stamped{time_s, Pose::Identity()};
  stamped.world_from_camera.translation().x() = x;
  stamped.world_from_camera.rotate(Eigen::AngleAxisd(angle, Eigen::Vector3d::UnitZ()));
  return stamped;
}

double AngleOf(const Pose& pose) { return std::atan2(pose.linear()(1, 0), pose.linear()(0, 0)); }

TEST(PoseTrack, InterpolatesBetweenTheNeighbours) {
  const PoseTrack track({At(2.08, 3.0, 0.3), At(2.0, 1.0, 0.1)});
  const auto pose = track.At(2.02);
  ASSERT_TRUE(pose);
  EXPECT_NEAR(pose->translation().x(), 1.5, 1e-9);
  EXPECT_NEAR(AngleOf(*pose), 0.15, 1e-9);
  EXPECT_NEAR(track.At(2.0)->translation().x(), 1.0, 1e-12);
  EXPECT_NEAR(track.At(2.08)->translation().x(), 3.0, 1e-12);
}

TEST(PoseTrack, TurnsTheShortWay) {
  const PoseTrack track({At(0.0, 0.0, 3.0), At(0.1, 0.0, -3.0)});  // 0.28 apart across pi
  EXPECT_NEAR(std::abs(AngleOf(*track.At(0.05))), 3.14159265, 1e-6);
}

TEST(PoseTrack, HasNoPoseOutsideNorInAGap) {
  const PoseTrack track({At(1.0, 0.0, 0.0), At(1.5, 1.0, 0.0)});
  for (const double time_s : {0.9, 1.25, 1.6}) EXPECT_FALSE(track.At(time_s)) << time_s;
  EXPECT_TRUE(track.At(1.5));
  EXPECT_FALSE(PoseTrack({}).At(1.0));
}

}  // namespace
}  // namespace isogs
