// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/cuda/algorithms.h"
#include "slam/tracking/cuda/device_pyramid.h"
#include "slam/tracking/frame_aligner_math.h"

namespace isogs::cuda {

/// Adds up residuals and Jacobians of an alignment, as LinearizeRows on the CPU.
class Linearizer {
 public:
  explicit Linearizer(Stream stream) : algorithms_(stream) {}

  /// Of all the view's pixels at a level. Waits for the device. The same sums every time.
  AlignmentSums Sum(const ViewPlanes& view, const FramePlanes& frame, const AlignmentStep& step);

 private:
  Algorithms algorithms_;
  DeviceArray<double> sums_{"alignment"};  // a row for all, then one a block
};

}  // namespace isogs::cuda
