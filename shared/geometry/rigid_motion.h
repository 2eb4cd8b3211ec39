// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "shared/geometry/double3.h"

// Rotations and rigid motions in double precision, for kernels on any device; on the host Pose (pose.h) has
// the same.
namespace isogs {

/// Unit quaternion.
struct Rotation {
  double w, x, y, z;
};

ISOGS_HD inline Rotation operator*(const Rotation& a, const Rotation& b) {
  return {a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z, a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
          a.w * b.y + a.y * b.w + a.z * b.x - a.x * b.z, a.w * b.z + a.z * b.w + a.x * b.y - a.y * b.x};
}

/// Of the rotation matrix with these columns, by its largest element (Shepperd, J. Guidance and Control
/// 1978).
ISOGS_HD inline Rotation RotationOf(const Double3& c0, const Double3& c1, const Double3& c2) {
  const double trace = c0.x + c1.y + c2.z;
  if (trace > 0.0) {
    const double s = 2.0 * std::sqrt(1.0 + trace);
    return {0.25 * s, (c1.z - c2.y) / s, (c2.x - c0.z) / s, (c0.y - c1.x) / s};
  }
  if (c0.x >= c1.y && c0.x >= c2.z) {
    const double s = 2.0 * std::sqrt(1.0 + c0.x - c1.y - c2.z);
    return {(c1.z - c2.y) / s, 0.25 * s, (c1.x + c0.y) / s, (c2.x + c0.z) / s};
  }
  if (c1.y >= c2.z) {
    const double s = 2.0 * std::sqrt(1.0 + c1.y - c0.x - c2.z);
    return {(c2.x - c0.z) / s, (c1.x + c0.y) / s, 0.25 * s, (c2.y + c1.z) / s};
  }
  const double s = 2.0 * std::sqrt(1.0 + c2.z - c0.x - c1.y);
  return {(c0.y - c1.x) / s, (c2.x + c0.z) / s, (c2.y + c1.z) / s, 0.25 * s};
}

/// Its matrix, row-major, after normalisation.
ISOGS_HD inline void ToMatrix(const Rotation& q, double (&matrix)[9]) {
  const double s = 2.0 / (q.w * q.w + q.x * q.x + q.y * q.y + q.z * q.z);
  const double wx = s * q.w * q.x, wy = s * q.w * q.y, wz = s * q.w * q.z;
  const double xx = s * q.x * q.x, xy = s * q.x * q.y, xz = s * q.x * q.z;
  const double yy = s * q.y * q.y, yz = s * q.y * q.z, zz = s * q.z * q.z;
  const double values[9] = {1.0 - (yy + zz), xy - wz, xz + wy, xy + wz,        1.0 - (xx + zz),
                            yz - wx,         xz - wy, yz + wx, 1.0 - (xx + yy)};
  for (int i = 0; i < 9; ++i) matrix[i] = values[i];
}

struct RigidMotion {
  double rotation[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};  // row-major
  Double3 translation = {0, 0, 0};
};

/// Column `i` of a row-major matrix.
ISOGS_HD inline Double3 Column(const double (&m)[9], int i) { return {m[i], m[i + 3], m[i + 6]}; }

ISOGS_HD inline Double3 Rotated(const RigidMotion& a, const Double3& v) {
  return v.x * Column(a.rotation, 0) + v.y * Column(a.rotation, 1) + v.z * Column(a.rotation, 2);
}

ISOGS_HD inline RigidMotion operator*(const RigidMotion& a, const RigidMotion& b) {
  RigidMotion result;
  for (int i = 0; i < 3; ++i) {
    const Double3 column = Rotated(a, Column(b.rotation, i));
    result.rotation[i] = column.x;
    result.rotation[i + 3] = column.y;
    result.rotation[i + 6] = column.z;
  }
  result.translation = Rotated(a, b.translation) + a.translation;
  return result;
}

ISOGS_HD inline RigidMotion Inverse(const RigidMotion& a) {
  RigidMotion result;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) result.rotation[3 * i + j] = a.rotation[3 * j + i];
  }
  result.translation = -1.0 * Rotated(result, a.translation);
  return result;
}

/// What Twist (pose.h) is on the host.
struct RigidTwist {
  Double3 rho, theta;
};

/// Axis times angle of a row-major rotation matrix, in [0, pi]; exact near zero.
ISOGS_HD inline Double3 RotationVector(const double (&matrix)[9]) {
  const Rotation q = RotationOf(Column(matrix, 0), Column(matrix, 1), Column(matrix, 2));
  const double sign = q.w < 0.0 ? -1.0 : 1.0;
  const Double3 v = {sign * q.x, sign * q.y, sign * q.z};
  const double sine = Norm(v);
  return (sine < 1e-9 ? 2.0 : 2.0 * std::atan2(sine, sign * q.w) / sine) * v;
}

/// Exponential map of SE(3). V(theta) = I + a W + b W^2 is the left Jacobian of SO(3) (Barfoot, State
/// Estimation for Robotics, 7.3).
ISOGS_HD inline RigidMotion ExpSe3(const RigidTwist& xi) {
  const double angle = Norm(xi.theta), squared = angle * angle;
  const double half_sine_over_angle = angle < 1e-8 ? 0.5 : std::sin(0.5 * angle) / angle;
  const double a = 2.0 * half_sine_over_angle * half_sine_over_angle;  // (1 - cos) / angle^2
  const double b = angle < 1e-4 ? 1.0 / 6.0 - squared / 120.0 : (angle - std::sin(angle)) / (squared * angle);
  RigidMotion result;
  // Through the half-angle quaternion: orthonormal to rounding for any angle.
  const Double3 v = half_sine_over_angle * xi.theta;
  ToMatrix({std::cos(0.5 * angle), v.x, v.y, v.z}, result.rotation);
  const Double3 once = Cross(xi.theta, xi.rho);
  result.translation = xi.rho + a * once + b * Cross(xi.theta, once);
  return result;
}

/// Inverse of ExpSe3, for rotations below pi, with V^-1 = I - W / 2 + c W^2.
ISOGS_HD inline RigidTwist LogSe3(const RigidMotion& motion) {
  const Double3 theta = RotationVector(motion.rotation);
  const double angle = Norm(theta), squared = angle * angle;
  const double half = 0.5 * angle;
  const double c =
      angle < 1e-3 ? 1.0 / 12.0 + squared / 720.0 : (1.0 - half * std::cos(half) / std::sin(half)) / squared;
  const Double3 once = Cross(theta, motion.translation);
  return {motion.translation + -0.5 * once + c * Cross(theta, once), theta};
}

}  // namespace isogs
