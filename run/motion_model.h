// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/geometry/pose.h"

namespace isogs {

/// Constant velocity on SE(3): the next frame moves as the newest one did.
class MotionModel {
 public:
  MotionModel() = default;
  /// As a checkpoint kept it.
  MotionModel(const Pose& last, const Pose& motion, bool known)
      : last_(last), motion_(motion), known_(known) {}

  const Pose& last() const { return last_; }
  const Pose& motion() const { return motion_; }
  /// Whether any pose was given.
  bool known() const { return known_; }

  /// (T_t T_t-1^-1) T_t
  Pose Predict() const { return Orthonormalized(motion_ * last_); }

  void Update(const Pose& camera_from_map) {
    if (known_) motion_ = Orthonormalized(camera_from_map * last_.inverse());
    last_ = camera_from_map;
    known_ = true;
  }
  /// Takes a pose that does not continue the last one's motion.
  void Reset(const Pose& camera_from_map) {
    last_ = camera_from_map;
    known_ = true;
    Stop();
  }
  /// Forgets the velocity.
  void Stop() { motion_.setIdentity(); }

 private:
  Pose last_ = Pose::Identity();    // camera_from_map of the newest frame
  Pose motion_ = Pose::Identity();  // newest camera from the one before it
  bool known_ = false;
};

}  // namespace isogs
