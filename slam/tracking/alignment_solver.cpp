// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/alignment_solver.h"

#include <Eigen/Cholesky>
#include <algorithm>

namespace isogs {
namespace {

constexpr double kPriorTranslation_m = 0.1;  // deviations of the prediction
constexpr double kPriorRotation = 0.1;       // [rad]
constexpr double kMaxRotation = 0.2;         // of one step [rad]
constexpr double kMaxTranslation = 0.2;      // of one step, of the mean depth
constexpr double kMadToSigma = 1.4826;
constexpr double kGrowth = 2.0;  // of the largest threshold, where the median lies beyond

}  // namespace

Matrix6 Information(const AlignmentSums& sums) {
  Matrix6 matrix;
  int k = 0;
  for (int a = 0; a < 6; ++a) {
    for (int b = a; b < 6; ++b, ++k) matrix(a, b) = matrix(b, a) = sums.hessian[k];
  }
  return matrix;
}

std::optional<Twist> SolveStep(const AlignmentSums& sums, const Twist& moved, double mean_inverse_depth) {
  Twist prior;
  prior.head<3>().setConstant(1.0 / (kPriorTranslation_m * kPriorTranslation_m));
  prior.tail<3>().setConstant(1.0 / (kPriorRotation * kPriorRotation));
  Matrix6 hessian = Information(sums);
  hessian.diagonal() += prior;
  const Twist gradient = Eigen::Map<const Twist>(sums.gradient) + prior.cwiseProduct(moved);
  const Twist step = -hessian.ldlt().solve(gradient);
  if (!step.allFinite()) return std::nullopt;
  const double excess = std::max(step.head<3>().norm() * mean_inverse_depth / kMaxTranslation,
                                 step.tail<3>().norm() / kMaxRotation);
  return excess > 1.0 ? Twist(step / excess) : step;
}

double RobustSigma(const int64_t* below, int64_t count, double sigma) {
  if (count <= 0) return sigma;
  const double half = 0.5 * static_cast<double>(count);
  double threshold = 0.0, counted = 0.0;
  for (int k = 0; k < kMedianBins; ++k) {
    const double next_threshold = kMedianThresholds[k], next_counted = static_cast<double>(below[k]);
    if (next_counted >= half) {
      const double share = (half - counted) / std::max(1.0, next_counted - counted);
      return kMadToSigma * sigma * (threshold + share * (next_threshold - threshold));
    }
    threshold = next_threshold;
    counted = next_counted;
  }
  return kMadToSigma * sigma * kGrowth * threshold;
}

}  // namespace isogs
