// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "datasets/synthetic/camera/spline.h"
#include "datasets/synthetic/camera/way.h"
#include "datasets/synthetic/casting/renderer.h"

namespace isogs::synthetic {

/// A camera carried by hand at 0.25 to 0.45 m/s, turning at up to 40 degrees a second: a pose at any time,
/// twice differentiable, kClearance_m away from everything.
class HandHeldCamera {
 public:
  /// Through the scene's one room for `duration_s`, or once around its ring of rooms, ending at the pose
  /// where it began.
  HandHeldCamera(const Renderer& rooms, uint64_t seed, double duration_s);

  Pose WorldFromCamera(double time_s) const;

 private:
  /// Sums of slow and of quick waves, in metres and radians.
  class Sway {
   public:
    static constexpr size_t kWaves = 4;

    Sway() = default;
    /// Whole numbers of waves in `period_s`, of rates between the two [Hz]; at most `amplitude` in sum.
    Sway(Random& random, double amplitude, double lowest_hz, double highest_hz, double period_s);
    double At(double time_s) const;

   private:
    std::array<double, kWaves> amplitude_ = {}, rate_ = {}, phase_ = {};
  };

  void PlanWay(const Way& way, double duration_s);
  void PlanGaze(const Renderer& rooms, double duration_s);

  bool closed_ = false;
  Spline<Eigen::Vector2d> floor_position_;
  Spline<double> yaw_;
  Sway height_, pitch_;
  std::array<Sway, 3> shaken_position_, shaken_angles_;
};

}  // namespace isogs::synthetic
