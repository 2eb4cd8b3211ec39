// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "shared/config/tracking_config.h"
#include "shared/geometry/pose.h"
#include "slam/device/device_frame.h"
#include "slam/tracking/tracking_kernels.h"

namespace isogs {

struct RefinementResult {
  Pose camera_from_map = Pose::Identity();  // of the lowest loss seen
  int iterations = 0;
  double loss = 0.0;   // at that pose
  int64_t pixels = 0;  // in its mask
};

/// Minimises the render loss of colour and depth over the pose, re-rendering the map at every iteration, and
/// keeps the best pose seen (docs/method.md, "Refinement"). Geometric losses never run here.
class PoseRefiner {
 public:
  PoseRefiner(const TrackingConfig& config, const TrackingKernels& kernels);

  /// `intensity_rms`: how well the greys of the frame and the map agreed in alignment; nothing if it did not
  /// run.
  RefinementResult Refine(const DeviceFrame& frame, const GaussianView& map, const Pose& start,
                          std::optional<double> intensity_rms);

 private:
  /// Renders at `pose` into the planes and returns the loss there; fills the gradient planes.
  TrackingLossValue Evaluate(const DeviceFrame& frame, const GaussianView& map, const Pose& pose);
  Twist GaussNewtonStep(const DeviceFrame& frame, double intensity_sigma);
  Twist AdamStep(int iteration);

  TrackingConfig config_;
  TrackingKernels kernels_;
  DeviceBuffer planes_;
  DeviceBuffer plane_gradients_;
  Twist first_moment_ = Twist::Zero();
  Twist second_moment_ = Twist::Zero();
};

}  // namespace isogs
