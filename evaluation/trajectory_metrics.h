// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "shared/formats/trajectory.h"

namespace isogs {

/// Two trajectories' poses of the same instants, pair by pair.
struct PosePair {
  Pose estimate = Pose::Identity();
  Pose truth = Pose::Identity();
  double time_s = 0.0;  // of the estimate
};

/// Each pose of the shorter trajectory with the nearest in time of the other, if it lies within
/// `max_difference_s`; in the order of the shorter one. Evo's rule and default.
std::vector<PosePair> Associate(const Trajectory& estimate, const Trajectory& truth,
                                double max_difference_s = 0.01);

/// Of non-negative values; all zero if there are none.
struct ErrorStatistics {
  double rmse = 0.0;
  double mean = 0.0;
  double median = 0.0;
  double max = 0.0;
};

ErrorStatistics Statistics(std::vector<double> values);

/// The rigid motion, without scale, that brings the estimated camera centres nearest to the true ones
/// (Umeyama 1991). At least one pair; of less than three centres, or centres on a line, the rotation is
/// arbitrary.
Pose TruthFromEstimate(std::span<const PosePair> pairs);

/// Absolute trajectory error [m]: distances of the camera centres after TruthFromEstimate (Sturm et al.
/// 2012).
ErrorStatistics AbsoluteTrajectoryError(std::span<const PosePair> pairs);

/// These distances, one a pair.
std::vector<double> PositionErrors(std::span<const PosePair> pairs);

/// Relative pose error of consecutive pairs (Sturm et al. 2012), root mean square.
struct RelativePoseError {
  double translation_m = 0.0;
  double rotation_deg = 0.0;
};

RelativePoseError RelativeError(std::span<const PosePair> pairs);

}  // namespace isogs
