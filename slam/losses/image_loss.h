// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "slam/device/frame_view.h"
#include "slam/rendering/rasterizer.h"

namespace isogs {

struct MappingLossWeights {
  float depth, silhouette, color;
  float ssim;  // within colour
};

/// L = depth mean_{valid} |D - S D*| + silhouette mean_{valid} (1 - S) + color ((1 - ssim) mean |C - C*| +
/// ssim (1 - SSIM)) (docs/method.md, "Losses of mapping"). SplaTAM's |D - D*| takes what a surface lacks in
/// opacity for lack of depth, and pushes it back by as much: 4 mm at 2 m for a silhouette of 0.998. D - S D*
/// = sum alpha T (z - D*) compares depth alone.
struct MappingLossValue {
  double total = 0.0;
  double depth_l1_m = 0.0;  // mean_{valid} |D - S D*|
  double silhouette = 0.0;  // mean_{valid} S
  double color_l1 = 0.0;
  double ssim = 0.0;
  double psnr_db = 0.0;  // over pixels with valid depth
  int64_t valid = 0;     // pixels with valid depth
};

struct TrackingLossWeights {
  float depth, color;
  float min_silhouette;
};

/// L = depth SUM_mask |D - D*| + color SUM_mask |C - C*| with mask = valid depth and silhouette >
/// min_silhouette.
struct TrackingLossValue {
  double total = 0.0;
  int64_t pixels = 0;  // in the mask
};

/// Losses of a rendered view against a frame, value and gradient in one pass. `planes` and `plane_gradients`
/// are [5,H,W] (see plane); gradients are written whole, zero where a pixel has no part. Not thread-safe
/// (scratch memory).
class ImageLoss {
 public:
  virtual ~ImageLoss() = default;
  virtual void Mapping(const float* planes, const FrameView& frame, const MappingLossWeights& weights,
                       float* plane_gradients) = 0;
  /// Of the last call of Mapping. Waits for the device; Mapping does not.
  virtual MappingLossValue MappingValue() = 0;
  virtual TrackingLossValue Tracking(const float* planes, const FrameView& frame,
                                     const TrackingLossWeights& weights, float* plane_gradients) = 0;
  /// Residuals and Huber-type weights w = 1/sigma^2 min(1, huber sigma/|r|) for LinearizePose, with the mask
  /// of Tracking; depth sigma grows with the square of depth: sigma = depth_sigma_m (1 + z^2) / 2. Returned
  /// pointers stay valid until the next call on this object.
  struct ResidualScales {
    float intensity_sigma;
    float depth_sigma_m;
    float huber;
    float min_silhouette;
  };
  virtual PoseResiduals Residuals(const float* planes, const FrameView& frame,
                                  const ResidualScales& scales) = 0;
};

}  // namespace isogs
