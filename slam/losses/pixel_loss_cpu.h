// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "slam/losses/image_loss.h"

// The parts of the image losses that look at one pixel at a time, for runs of pixels; vectorised, one thread.
// Sums are made in float over at most a few thousand pixels, then in double.
namespace isogs {

/// A depth is valid above 0; NaN is not.
int64_t CountValid(const float* depth_m, size_t count);

struct ColorLossSums {
  double absolute = 0.0;       // of image - target
  double squared_valid = 0.0;  // where the depth is valid, with the image clamped to 0..1
};
/// L1 of one colour plane: writes `scale` sign(image - target) to `gradient` [count].
ColorLossSums ColorLoss(const float* image, const float* target, const float* depth_m, size_t count,
                        float scale, float* gradient);

/// Runs of the planes of a rendered depth that is not divided by its silhouette.
struct DepthPlanes {
  const float* depth_m;
  const float* silhouette;
};
struct DepthGradients {
  float* depth;
  float* silhouette;
};
struct DepthLossSums {
  double error_m = 0.0;     // |D - S D*|
  double silhouette = 0.0;  // S
};
/// Where the measured depth D* is valid: the gradient of `scale` |D - S D*| - `silhouette_scale` S; zero
/// elsewhere.
DepthLossSums DepthLoss(const DepthPlanes& rendered, const float* measured_m, size_t count, float scale,
                        float silhouette_scale, const DepthGradients& gradients);

struct TrackingLossSums {
  double depth_m = 0.0;
  double color = 0.0;  // over the channels
  int64_t pixels = 0;
};
/// The tracking loss of pixels [begin, end) of planes [5,H,W], `plane_size` = H W; writes the gradient of all
/// planes there.
TrackingLossSums TrackingLoss(const float* planes, const FrameView& frame, size_t plane_size, size_t begin,
                              size_t end, const TrackingLossWeights& weights, float* plane_gradients);

struct WritableResiduals {
  float* intensity;
  float* intensity_weight;
  float* depth_m;
  float* depth_weight;
};
/// Residuals and weights of pixels [begin, end), see ImageLoss::Residuals; all zero outside the mask.
void PixelResiduals(const float* planes, const FrameView& frame, size_t plane_size, size_t begin, size_t end,
                    const ImageLoss::ResidualScales& scales, const WritableResiduals& residuals);

}  // namespace isogs
