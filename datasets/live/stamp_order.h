// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace isogs {

/// Makes the times of a live camera's frames grow. Cameras stutter, repeat stamps, step back, and begin anew
/// at zero when they are plugged in again.
class StampOrder {
 public:
  /// So many frames in a row that are no later than the newest accepted: the camera's clock was set back.
  static constexpr int kSetBackAfter = 15;

  /// The frame's time on the run's clock, that of the first camera, or nothing if it comes from before the
  /// newest accepted, or is that once more. `new_writer`: first of another writer, whose clock may be
  /// another.
  std::optional<double> Accept(double stamp_s, int64_t arrival_ns, bool new_writer);
  /// Whether the last call found that the clock was set back.
  bool was_set_back() const { return was_set_back_; }

 private:
  double Later(int64_t arrival_ns) const;

  bool has_newest_ = false;
  double newest_s_ = 0.0;  // accepted, on the run's clock
  int64_t newest_arrival_ns_ = 0;
  double offset_s_ = 0.0;  // run's clock less camera's
  int refused_ = 0;        // in a row
  bool was_set_back_ = false;
};

}  // namespace isogs
