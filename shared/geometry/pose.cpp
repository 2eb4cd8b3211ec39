// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/geometry/pose.h"

namespace isogs {

RigidMotion MakeRigidMotion(const Pose& pose) {
  RigidMotion motion;
  Eigen::Map<Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(motion.rotation) = pose.linear();
  motion.translation = {pose.translation().x(), pose.translation().y(), pose.translation().z()};
  return motion;
}

Pose MakePose(const RigidMotion& motion) {
  Pose pose = Pose::Identity();
  pose.linear() = Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(motion.rotation);
  pose.translation() << motion.translation.x, motion.translation.y, motion.translation.z;
  return pose;
}

Pose ExpSe3(const Twist& xi) {
  return MakePose(ExpSe3(RigidTwist{{xi[0], xi[1], xi[2]}, {xi[3], xi[4], xi[5]}}));
}

Twist LogSe3(const Pose& pose) {
  const auto [rho, theta] = LogSe3(MakeRigidMotion(pose));
  return (Twist() << rho.x, rho.y, rho.z, theta.x, theta.y, theta.z).finished();
}

double RotationAngle(const Eigen::Matrix3d& rotation) {
  return Norm(RotationVector(MakeRigidMotion(Pose(rotation)).rotation));
}

Pose Orthonormalized(const Pose& pose) {
  Pose result = pose;
  result.linear() = Eigen::Quaterniond(pose.linear()).normalized().toRotationMatrix();
  return result;
}

}  // namespace isogs
