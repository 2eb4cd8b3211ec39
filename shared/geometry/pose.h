// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>

#include "shared/geometry/rigid_motion.h"

namespace isogs {

/// Rigid motion in double precision, named by its frames: p_camera = camera_from_map * p_map.
using Pose = Eigen::Isometry3d;
/// Twist xi = [rho, theta] (translation first). Perturbations act on the left: T <- Exp(xi) T.
using Twist = Eigen::Matrix<double, 6, 1>;

RigidMotion MakeRigidMotion(const Pose& pose);
Pose MakePose(const RigidMotion& motion);

/// Exponential map of SE(3).
Pose ExpSe3(const Twist& xi);
/// Inverse of ExpSe3, for rotations below pi.
Twist LogSe3(const Pose& pose);
/// Angle of the rotation [rad], in [0, pi]; exact near zero.
double RotationAngle(const Eigen::Matrix3d& rotation);
/// The pose with its rotation made orthonormal again (through a unit quaternion), after many products.
Pose Orthonormalized(const Pose& pose);

}  // namespace isogs
