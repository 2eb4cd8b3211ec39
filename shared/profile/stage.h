// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "shared/core/elapsed.h"

namespace isogs {

class StageTrack;

/// What a stage worked on, for its time a Gaussian and a pixel.
struct StageWork {
  int64_t gaussians = 0;
  int64_t pixels = 0;
};

namespace profile_detail {
inline std::atomic<bool> is_on{false};
}  // namespace profile_detail

/// A part of the work, from its construction to its destruction. While a profile is made (profile.h), its
/// time goes to the node of its name below the stage that its thread is in; else it costs a test of a flag.
/// On the thread that makes the profile, the device's work is waited for at both ends.
class Stage {
 public:
  /// `name` is a literal, without quotes and backslashes.
  explicit Stage(const char* name) {
    if (profile_detail::is_on.load(std::memory_order_relaxed)) Begin(name);
  }
  ~Stage() {
    if (track_ != nullptr) End();
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// Adds to what it works on.
  void Count(const StageWork& work) {
    work_.gaussians += work.gaussians;
    work_.pixels += work.pixels;
  }

 private:
  void Begin(const char* name);
  void End() noexcept;

  StageTrack* track_ = nullptr;  // null: no profile is made
  int64_t start_ns_ = 0;
  StageWork work_;
};

/// A stage whose wall time is wanted whether a profile is made or not: set in `ms` at its end.
class MeasuredStage {
 public:
  MeasuredStage(const char* name, double* ms) : stage_(name), ms_(ms) {}
  ~MeasuredStage() { *ms_ = MillisecondsSince(start_); }
  MeasuredStage(const MeasuredStage&) = delete;
  MeasuredStage& operator=(const MeasuredStage&) = delete;

 private:
  Stage stage_;
  double* ms_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// What `body` returns, as a stage.
template <typename Body>
decltype(auto) Timed(const char* name, const Body& body) {
  const Stage stage(name);
  return body();
}
template <typename Body>
decltype(auto) TimedWith(const char* name, const StageWork& work, const Body& body) {
  Stage stage(name);
  stage.Count(work);
  return body();
}

}  // namespace isogs
