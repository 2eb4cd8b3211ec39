// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <optional>

#include "shared/geometry/pose.h"
#include "slam/tracking/frame_aligner_math.h"

namespace isogs {

using Matrix6 = Eigen::Matrix<double, 6, 6>;

/// The sums' Gauss-Newton matrix J^T W J.
Matrix6 Information(const AlignmentSums& sums);

/// The Gauss-Newton step of the sums, held by a weak prior to the pose that alignment started from, `moved` =
/// Log(pose start^-1): directions that the images say nothing about stay where they were predicted. Bounded;
/// empty if there is no finite solution.
std::optional<Twist> SolveStep(const AlignmentSums& sums, const Twist& moved, double mean_inverse_depth);

/// Robust standard deviation of residuals, 1.4826 x median |r| (exact for a normal distribution), from counts
/// of |r| below kMedianThresholds x `sigma`. Within the range of the thresholds at a time: repeated with
/// sigma <- result it converges.
double RobustSigma(const int64_t* below, int64_t count, double sigma);

}  // namespace isogs
