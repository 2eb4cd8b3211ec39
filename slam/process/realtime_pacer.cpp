// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/realtime_pacer.h"

#include <algorithm>
#include <cmath>

namespace isogs {
namespace {

constexpr double kStep = 0.8;         // of iterations, from level to level
constexpr int kFewestIterations = 4;  // below, mapping fewer frames is better
constexpr size_t kStamps = 31;
/// Shares of the time between mapped frames. A call that takes all of it makes the next keyframe wait.
constexpr double kMost = 0.9, kRoomToRise = 0.8;
constexpr int kCallsToRise = 3;
constexpr double kSmoothing = 0.4;
/// Frames that wait for longer than two periods, and longer and longer: what only waits for a while catches
/// up.
constexpr int kLateFrames = 3;
constexpr double kLatePeriods = 2.0;
/// All else that a call does takes as long as so many iterations.
constexpr int kOtherWork = 5;

}  // namespace

RealtimePacer::RealtimePacer(const MappingConfig& config) {
  MappingEffort effort = FullEffort(config);
  const int fewest = std::min(kFewestIterations, effort.iterations);
  for (levels_.push_back(effort); effort.iterations > fewest; levels_.push_back(effort)) {
    const auto fewer = static_cast<int>(std::lround(effort.iterations * kStep));
    effort.iterations = std::max(fewest, std::min(fewer, effort.iterations - 1));
  }
  for (const int times : {2, 4}) {
    levels_.push_back({effort.iterations, effort.every_frames * times});
  }
}

int RealtimePacer::percent() const {
  const auto work = [](const MappingEffort& effort) {
    return static_cast<double>(effort.iterations) / effort.every_frames;
  };
  return static_cast<int>(std::lround(100.0 * work(effort()) / work(levels_.front())));
}

double RealtimePacer::period_ms() const {
  if (stamps_s_.size() < 2) return 0.0;
  std::vector<double> steps;
  for (size_t i = 1; i < stamps_s_.size(); ++i) steps.push_back(stamps_s_[i] - stamps_s_[i - 1]);
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return 1e3 * *middle;
}

double RealtimePacer::Budget(size_t level) const { return levels_[level].every_frames * period_ms(); }

double RealtimePacer::Expected(size_t level) const {
  return (levels_[level].iterations + kOtherWork) * ms_an_iteration_;
}

bool RealtimePacer::AddFrame(double stamp_s, double latency_ms) {
  stamps_s_.push_back(stamp_s);
  if (stamps_s_.size() > kStamps) stamps_s_.pop_front();
  const bool is_late =
      stamps_s_.size() > 2 && latency_ms > kLatePeriods * period_ms() && latency_ms >= newest_latency_ms_;
  newest_latency_ms_ = latency_ms;
  late_frames_ = is_late ? late_frames_ + 1 : 0;
  if (late_frames_ < kLateFrames || waits_for_call_) return false;
  waits_for_call_ = true;
  return MoveTo(level_ + 1);
}

bool RealtimePacer::AddMapped(int iterations, double ms) {
  waits_for_call_ = false;
  const double newest = ms / (iterations + kOtherWork);
  ms_an_iteration_ = ms_an_iteration_ == 0.0 ? newest : std::lerp(ms_an_iteration_, newest, kSmoothing);
  if (period_ms() <= 0.0) return false;
  size_t fitting = level_;
  while (fitting + 1 < levels_.size() && Expected(fitting) > kMost * Budget(fitting)) ++fitting;
  if (fitting > level_) return MoveTo(fitting);
  const bool has_room = level_ > 0 && Expected(level_ - 1) < kRoomToRise * Budget(level_ - 1);
  fitting_calls_ = has_room ? fitting_calls_ + 1 : 0;
  return fitting_calls_ >= kCallsToRise && MoveTo(level_ - 1);
}

bool RealtimePacer::MoveTo(size_t level) {
  level = std::min(level, levels_.size() - 1);
  fitting_calls_ = 0;
  late_frames_ = 0;
  if (level == level_) return false;
  level_ = level;
  return true;
}

}  // namespace isogs
