// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/geometry/pose.h"

#include <cmath>

namespace isogs {
namespace {

Eigen::Matrix3d Skew(const Eigen::Vector3d& v) {
  Eigen::Matrix3d m;
  m << 0, -v.z(), v.y(), v.z(), 0, -v.x(), -v.y(), v.x(), 0;
  return m;
}

/// Coefficients of V(theta) = I + a W + b W^2, the left Jacobian of SO(3) (Barfoot, State Estimation for
/// Robotics, 7.3).
struct LeftJacobian {
  double a, b;
  explicit LeftJacobian(double angle) {
    const double squared = angle * angle;
    if (angle < 1e-4) {
      a = 0.5 - squared / 24.0;
      b = 1.0 / 6.0 - squared / 120.0;
    } else {
      a = (1.0 - std::cos(angle)) / squared;
      b = (angle - std::sin(angle)) / (squared * angle);
    }
  }
};

Eigen::Vector3d RotationVector(const Eigen::Matrix3d& rotation) {
  Eigen::Quaterniond q(rotation);
  if (q.w() < 0) q.coeffs() = -q.coeffs();
  const double sine = q.vec().norm();
  const double scale = sine < 1e-9 ? 2.0 : 2.0 * std::atan2(sine, q.w()) / sine;
  return scale * q.vec();
}

}  // namespace

Pose ExpSe3(const Twist& xi) {
  const Eigen::Vector3d theta = xi.tail<3>();
  const double angle = theta.norm();
  const Eigen::Matrix3d w = Skew(theta);
  const LeftJacobian jacobian(angle);
  Pose pose = Pose::Identity();
  // Through the half-angle quaternion: orthonormal to rounding for any angle.
  const double half_sine_over_angle = angle < 1e-8 ? 0.5 : std::sin(angle / 2) / angle;
  const Eigen::Vector3d v = half_sine_over_angle * theta;
  pose.linear() =
      Eigen::Quaterniond(std::cos(angle / 2), v.x(), v.y(), v.z()).normalized().toRotationMatrix();
  pose.translation() = (Eigen::Matrix3d::Identity() + jacobian.a * w + jacobian.b * w * w) * xi.head<3>();
  return pose;
}

Twist LogSe3(const Pose& pose) {
  const Eigen::Vector3d theta = RotationVector(pose.linear());
  const LeftJacobian jacobian(theta.norm());
  const Eigen::Matrix3d w = Skew(theta);
  const Eigen::Matrix3d v = Eigen::Matrix3d::Identity() + jacobian.a * w + jacobian.b * w * w;
  Twist xi;
  xi << v.partialPivLu().solve(pose.translation()), theta;
  return xi;
}

double RotationAngle(const Eigen::Matrix3d& rotation) { return RotationVector(rotation).norm(); }

Pose Orthonormalized(const Pose& pose) {
  Pose result = pose;
  result.linear() = Eigen::Quaterniond(pose.linear()).normalized().toRotationMatrix();
  return result;
}

}  // namespace isogs
