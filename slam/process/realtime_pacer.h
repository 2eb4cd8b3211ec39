// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "slam/system/mapping_effort.h"

namespace isogs {

/// Makes mapping take no longer than there is between the frames of a live camera: first with fewer
/// iterations (and the fewer views that these are of), then by mapping fewer frames. Down at once where
/// frames wait, up one step at a time where the next one would have fitted for some calls. Times are given,
/// so that nothing here depends on a clock.
class RealtimePacer {
 public:
  explicit RealtimePacer(const MappingConfig& config);

  /// A frame of time `stamp_s` has its pose, `latency_ms` after it arrived. Returns whether the effort
  /// changes.
  bool AddFrame(double stamp_s, double latency_ms);
  /// A mapping call, of `iterations`, took `ms` beside the frames. Returns whether the effort changes.
  bool AddMapped(int iterations, double ms);

  const MappingEffort& effort() const { return levels_[level_]; }
  /// Share of the full one, for people.
  int percent() const;
  /// Between frames, the median of the newest; 0: not known yet.
  double period_ms() const;

 private:
  /// Time that a call may take at a level.
  double Budget(size_t level) const;
  /// What a call at a level would take, by the newest calls.
  double Expected(size_t level) const;
  bool MoveTo(size_t level);

  std::vector<MappingEffort> levels_;  // the full one first
  size_t level_ = 0;
  std::deque<double> stamps_s_;
  double ms_an_iteration_ = 0.0;    // smoothed; 0: no call yet
  int fitting_calls_ = 0;           // in a row, with room for the level above
  int late_frames_ = 0;             // in a row, each later than the one before
  double newest_latency_ms_ = 0.0;  // of the frame before
  bool waits_for_call_ = false;     // to see what the last step down brought
};

}  // namespace isogs
