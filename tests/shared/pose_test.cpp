// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/geometry/pose.h"

#include <gtest/gtest.h>

#include <numbers>
#include <vector>

namespace isogs {
namespace {

/// The exponential of the twist's 4x4 matrix by its series, of a 1024th of it, squared ten times.
Eigen::Matrix4d MatrixExponential(const Twist& xi) {
  Eigen::Matrix4d generator = Eigen::Matrix4d::Zero();
  generator.topLeftCorner<3, 3>() << 0, -xi[5], xi[4], xi[5], 0, -xi[3], -xi[4], xi[3], 0;
  generator.topRightCorner<3, 1>() = xi.head<3>();
  generator /= 1024.0;
  Eigen::Matrix4d result = Eigen::Matrix4d::Identity(), term = result;
  for (int n = 1; n <= 8; ++n) {
    term = term * generator / n;
    result += term;
  }
  for (int i = 0; i < 10; ++i) result = (result * result).eval();
  return result;
}

/// Of rotations of all sizes below pi, about axes that lie in all directions.
std::vector<Twist> SomeTwists() {
  std::vector<Twist> twists;
  for (const double angle : {0.0, 1e-12, 1e-7, 0.9e-4, 1.1e-4, 0.9e-3, 1.1e-3, 0.3, 1.5, 2.9, 3.14}) {
    for (const Eigen::Vector3d& axis :
         {Eigen::Vector3d(1, 0, 0), Eigen::Vector3d(0, -1, 0.1), Eigen::Vector3d(0.1, 0.2, -1),
          Eigen::Vector3d(-1, 1, 1), Eigen::Vector3d(0.5, 0.4, 0.3)}) {
      twists.push_back((Twist() << 0.5, -2.0, 1.0, angle * axis.normalized()).finished());
    }
  }
  return twists;
}

TEST(Pose, ExponentialIsThatOfTheMatrix) {
  for (const Twist& xi : SomeTwists()) {
    EXPECT_LT((ExpSe3(xi).matrix() - MatrixExponential(xi)).cwiseAbs().maxCoeff(), 1e-11) << xi.transpose();
  }
}

TEST(Pose, LogarithmIsTheInverseOfTheExponential) {
  for (const Twist& xi : SomeTwists()) {
    EXPECT_LT((LogSe3(ExpSe3(xi)) - xi).cwiseAbs().maxCoeff(), 1e-12) << xi.transpose();
  }
}

TEST(Pose, RotationAngleIsThatOfTheTwist) {
  for (const Twist& xi : SomeTwists()) {
    EXPECT_NEAR(RotationAngle(ExpSe3(xi).linear()), xi.tail<3>().norm(), 1e-14);
  }
  const Eigen::AngleAxisd half_turn(std::numbers::pi, Eigen::Vector3d::UnitY());
  EXPECT_NEAR(RotationAngle(half_turn.toRotationMatrix()), std::numbers::pi, 1e-12);
}

TEST(Pose, RigidMotionsMultiplyAndInvertAsPoses) {
  const std::vector<Twist> twists = SomeTwists();
  for (size_t i = 1; i < twists.size(); ++i) {
    const Pose a = ExpSe3(twists[i]), b = ExpSe3(twists[i - 1]);
    const RigidMotion product = MakeRigidMotion(a) * Inverse(MakeRigidMotion(b));
    EXPECT_LT((MakePose(product).matrix() - (a * b.inverse()).matrix()).cwiseAbs().maxCoeff(), 1e-14);
  }
}

}  // namespace
}  // namespace isogs
