// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "shared/geometry/rigid_motion.h"
#include "slam/tracking/frame_aligner_math.h"

// The step of an iteration, for kernels on any device.
namespace isogs {

/// Solves the symmetric, positive definite system whose matrix has `upper` as its upper triangle by rows, by
/// L D L^T; `values` is the right-hand side, then the solution. Not finite where there is none.
ISOGS_HD inline void SolveSymmetric6(const double (&upper)[21], double (&values)[6]) {
  double l[6][6], inverse_d[6];
  for (int j = 0, k = 0; j < 6; ++j) {
    // Column j of L D, below what the columns before it account for.
    for (int i = j; i < 6; ++i, ++k) {
      double sum = upper[k];
      for (int m = 0; m < j; ++m) sum -= l[i][m] * l[j][m] * inverse_d[m];
      l[i][j] = sum;
    }
    inverse_d[j] = 1.0 / l[j][j];
  }
  for (int i = 0; i < 6; ++i) {
    for (int m = 0; m < i; ++m) values[i] -= l[i][m] * inverse_d[m] * values[m];
  }
  for (int i = 5; i >= 0; --i) {
    for (int m = i + 1; m < 6; ++m) values[i] -= l[m][i] * values[m];
    values[i] *= inverse_d[i];
  }
}

/// The Gauss-Newton step of the sums, held by a weak prior to the pose that alignment started from, `moved` =
/// Log(pose start^-1): directions that the images say nothing about stay where they were predicted. Bounded.
/// Returns whether there is a finite one.
ISOGS_HD inline bool SolveStep(const AlignmentSums& sums, const RigidTwist& moved, double mean_inverse_depth,
                               RigidTwist* step) {
  constexpr double kPriorTranslation_m = 0.1;  // deviations of the prediction
  constexpr double kPriorRotation = 0.1;       // [rad]
  constexpr double kMaxRotation = 0.2;         // of one step [rad]
  constexpr double kMaxTranslation = 0.2;      // of one step, of the mean depth
  const double start[6] = {moved.rho.x,   moved.rho.y,   moved.rho.z,
                           moved.theta.x, moved.theta.y, moved.theta.z};
  double hessian[21], values[6];
  for (int a = 0, k = 0; a < 6; ++a) {
    const double deviation = a < 3 ? kPriorTranslation_m : kPriorRotation;
    const double prior = 1.0 / (deviation * deviation);
    values[a] = -(sums.gradient[a] + prior * start[a]);
    for (int b = a; b < 6; ++b, ++k) hessian[k] = sums.hessian[k] + (a == b ? prior : 0.0);
  }
  SolveSymmetric6(hessian, values);
  for (const double value : values) {
    if (!std::isfinite(value)) return false;
  }
  *step = {{values[0], values[1], values[2]}, {values[3], values[4], values[5]}};
  const double excess =
      std::fmax(Norm(step->rho) * mean_inverse_depth / kMaxTranslation, Norm(step->theta) / kMaxRotation);
  if (excess > 1.0) *step = {(1.0 / excess) * step->rho, (1.0 / excess) * step->theta};
  return true;
}

/// From the view's greys to the frame's: gain x grey + bias.
struct Brightness {
  double gain = 1.0;
  double bias = 0.0;
};

/// The least-squares brightness of sums over pixels whose greys deviate by `sigma`, held by a weak prior to
/// what it is where exposure stands still: a view without contrast says nothing of the gain.
ISOGS_HD inline Brightness SolveBrightness(const GreySums& sums, double sigma) {
  constexpr double kPriorGain = 0.2, kPriorBias = 0.1;  // deviations
  const double information = 1.0 / (sigma * sigma);
  const double prior_gain = 1.0 / (kPriorGain * kPriorGain), prior_bias = 1.0 / (kPriorBias * kPriorBias);
  const double gain_gain = information * sums.view_view + prior_gain, gain_bias = information * sums.view;
  const double bias_bias = information * sums.weight + prior_bias;
  const double to_gain = information * sums.view_frame + prior_gain, to_bias = information * sums.frame;
  const double determinant = gain_gain * bias_bias - gain_bias * gain_bias;
  const Brightness solved = {(to_gain * bias_bias - to_bias * gain_bias) / determinant,
                             (to_bias * gain_gain - to_gain * gain_bias) / determinant};
  return std::isfinite(solved.gain) && std::isfinite(solved.bias) ? solved : Brightness{};
}

/// Robust standard deviation of residuals, 1.4826 x median |r| (exact for a normal distribution), from counts
/// of |r| below MedianThreshold(k) x `sigma`. Within the range of the thresholds at a time: repeated with
/// sigma <- result it converges.
ISOGS_HD inline double RobustSigma(const int64_t (&below)[kMedianBins], int64_t count, double sigma) {
  constexpr double kMadToSigma = 1.4826;
  constexpr double kGrowth = 2.0;  // of the largest threshold, where the median lies beyond
  if (count <= 0) return sigma;
  const double half = 0.5 * static_cast<double>(count);
  double threshold = 0.0, counted = 0.0;
  for (int k = 0; k < kMedianBins; ++k) {
    const double next_threshold = MedianThreshold(k), next_counted = static_cast<double>(below[k]);
    if (next_counted >= half) {
      const double share = (half - counted) / std::fmax(1.0, next_counted - counted);
      return kMadToSigma * sigma * (threshold + share * (next_threshold - threshold));
    }
    threshold = next_threshold;
    counted = next_counted;
  }
  return kMadToSigma * sigma * kGrowth * threshold;
}

}  // namespace isogs
