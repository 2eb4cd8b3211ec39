// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/losses/image_loss.h"

namespace isogs {

/// What makes a frame as bright as the map: gain * colour + bias, the same for all channels.
struct Exposure {
  float gain = 1.0f;
  float bias = 0.0f;
};

/// Undoes a camera's automatic exposure, so that a change of brightness is not taken for motion.
class ExposureMatcher {
 public:
  virtual ~ExposureMatcher() = default;

  /// The exposure that brings `frame` to the brightness of a view of the map from nearby: a robust line
  /// through the mean greys of blocks, where `planes` [5,H,W] show the map (silhouette above
  /// `min_silhouette`) and the frame is not saturated. Gain 1 and bias 0 where too little can be compared.
  virtual Exposure Estimate(const float* planes, const FrameView& frame, float min_silhouette) = 0;

  /// The frame with its colours changed so; its memory is this object's and valid until the next call.
  virtual FrameView Apply(const Exposure& exposure, const FrameView& frame) = 0;
};

std::unique_ptr<ExposureMatcher> MakeExposureMatcherCpu();

}  // namespace isogs
