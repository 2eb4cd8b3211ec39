// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/trajectory_metrics.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isogs {
namespace {

/// Positions of `trajectory` in order of time, so that the nearest is found by bisection.
std::vector<size_t> OrderByTime(const Trajectory& trajectory) {
  std::vector<size_t> order(trajectory.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](size_t i) { return trajectory[i].time_s; });
  return order;
}

size_t NearestInTime(const Trajectory& trajectory, const std::vector<size_t>& order, double time_s) {
  const auto after =
      std::ranges::lower_bound(order, time_s, {}, [&](size_t i) { return trajectory[i].time_s; });
  if (after == order.begin()) return *after;
  const auto before = after - 1;
  if (after == order.end()) return *before;
  return time_s - trajectory[*before].time_s <= trajectory[*after].time_s - time_s ? *before : *after;
}

Pose Between(const Pose& world_from_a, const Pose& world_from_b) {
  return world_from_a.inverse() * world_from_b;
}

double RootMeanSquare(const std::vector<double>& values) {
  if (values.empty()) return 0.0;
  double sum = 0.0;
  for (const double value : values) sum += value * value;
  return std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

std::vector<PosePair> Associate(const Trajectory& estimate, const Trajectory& truth,
                                double max_difference_s) {
  const bool estimate_is_longer = estimate.size() > truth.size();
  const Trajectory& shorter = estimate_is_longer ? truth : estimate;
  const Trajectory& longer = estimate_is_longer ? estimate : truth;
  const std::vector<size_t> order = OrderByTime(longer);
  std::vector<PosePair> pairs;
  for (const StampedPose& stamped : shorter) {
    const StampedPose& nearest = longer[NearestInTime(longer, order, stamped.time_s)];
    if (!(std::abs(nearest.time_s - stamped.time_s) <= max_difference_s)) continue;
    const StampedPose& of_estimate = estimate_is_longer ? nearest : stamped;
    const StampedPose& of_truth = estimate_is_longer ? stamped : nearest;
    pairs.push_back({of_estimate.world_from_camera, of_truth.world_from_camera, of_estimate.time_s});
  }
  return pairs;
}

ErrorStatistics Statistics(std::vector<double> values) {
  if (values.empty()) return {};
  ErrorStatistics statistics;
  statistics.rmse = RootMeanSquare(values);
  for (const double value : values) statistics.mean += value / static_cast<double>(values.size());
  std::ranges::sort(values);
  const size_t middle = values.size() / 2;
  statistics.median = values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
  statistics.max = values.back();
  return statistics;
}

Pose TruthFromEstimate(std::span<const PosePair> pairs) {
  Eigen::Matrix3Xd estimate(3, pairs.size()), truth(3, pairs.size());
  for (size_t i = 0; i < pairs.size(); ++i) {
    estimate.col(static_cast<Eigen::Index>(i)) = pairs[i].estimate.translation();
    truth.col(static_cast<Eigen::Index>(i)) = pairs[i].truth.translation();
  }
  return Pose(Eigen::umeyama(estimate, truth, false));
}

std::vector<double> PositionErrors(std::span<const PosePair> pairs) {
  if (pairs.empty()) return {};
  const Pose truth_from_estimate = TruthFromEstimate(pairs);
  std::vector<double> errors_m;
  errors_m.reserve(pairs.size());
  for (const PosePair& pair : pairs) {
    errors_m.push_back((truth_from_estimate * pair.estimate.translation() - pair.truth.translation()).norm());
  }
  return errors_m;
}

ErrorStatistics AbsoluteTrajectoryError(std::span<const PosePair> pairs) {
  return Statistics(PositionErrors(pairs));
}

RelativePoseError RelativeError(std::span<const PosePair> pairs) {
  std::vector<double> translations, rotations;
  for (size_t i = 1; i < pairs.size(); ++i) {
    const Pose error = Between(Between(pairs[i - 1].truth, pairs[i].truth),
                               Between(pairs[i - 1].estimate, pairs[i].estimate));
    translations.push_back(error.translation().norm());
    rotations.push_back(RotationAngle(error.linear()) * 180.0 / std::numbers::pi);
  }
  return {RootMeanSquare(translations), RootMeanSquare(rotations)};
}

}  // namespace isogs
