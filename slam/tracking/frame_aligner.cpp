// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/frame_aligner.h"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <cmath>
#include <limits>

namespace isogs {
namespace {

/// Sums of single precision leave this much, of the whole information, in directions that have none.
constexpr double kRounding = 1e-6;

/// Whether every direction of a symmetric matrix has more than rounding leaves.
bool IsHeld(const Eigen::Vector3d& eigenvalues, double whole) {
  return eigenvalues.allFinite() && eigenvalues.minCoeff() > kRounding * whole;
}

}  // namespace

double AlignmentResult::PositionSigma() const {
  constexpr double kOpen = std::numeric_limits<double>::infinity();
  // What is left of the information on the place once the turn is unknown, too (Schur complement).
  const Eigen::Matrix3d place = information.topLeftCorner<3, 3>(),
                        turn = information.bottomRightCorner<3, 3>();
  const Eigen::Matrix3d both = information.topRightCorner<3, 3>();
  if (!information.allFinite()) return kOpen;
  if (!IsHeld(turn.selfadjointView<Eigen::Lower>().eigenvalues(), turn.trace())) return kOpen;
  const Eigen::Matrix3d left = place - both * turn.inverse() * both.transpose();
  const Eigen::Vector3d eigenvalues = left.selfadjointView<Eigen::Lower>().eigenvalues();
  if (!IsHeld(eigenvalues, place.trace())) return kOpen;
  return 1.0 / std::sqrt(eigenvalues.minCoeff());
}

}  // namespace isogs
