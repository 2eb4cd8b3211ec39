// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "shared/formats/trajectory.h"

namespace isogs {

/// Pairs (i, j) of times that differ by less than `max_difference_s`, each used once, as TUM's associate.py
/// makes them: those that differ least first. In the order of `a`.
std::vector<std::pair<size_t, size_t>> PairInTime(std::span<const double> a, std::span<const double> b,
                                                  double max_difference_s);

/// Poses at any time between those of a trajectory.
class PoseTrack {
 public:
  explicit PoseTrack(Trajectory trajectory);

  /// Between the two poses around `time_s`: position linear, rotation the short way round. Nothing before the
  /// first and after the last, nor in a gap of more than kMaxGapS.
  std::optional<Pose> At(double time_s) const;

  /// The same; throws Error that names `file`, where the poses come from, if there is none.
  Pose PoseAt(double time_s, const std::filesystem::path& file) const;

  static constexpr double kMaxGapS = 0.1;

 private:
  Trajectory trajectory_;  // in order of time
};

}  // namespace isogs
