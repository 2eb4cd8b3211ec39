// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "shared/config/mapping_config.h"
#include "slam/device/measured_view.h"
#include "slam/losses/pixel_samples.h"
#include "slam/rendering/camera_view.h"
#include "slam/rendering/gaussian_view.h"

namespace isogs {

struct IsoOptions {
  float target = 1.0f;         // of the density on the surface
  float support_sigma = 3.0f;  // a Gaussian's density ends there
  int64_t chunk = 512;         // samples worked on at a time; changes no result
};

inline IsoOptions MakeIsoOptions(const IsoConfig& config) {
  return {static_cast<float>(config.target), static_cast<float>(config.support_sigma), config.chunk};
}

struct IsoValue {
  double mean_residual = 0.0;  // mean |d - target|; 0 without samples
  int64_t samples = 0;         // of all calls
};

/// How far Gaussians may move and grow between two calls of Prepare.
struct GaussianMotion {
  float distance_m = 0.0f;
  float growth = 1.0f;  // factor of the scales
};

/// Makes the measured surface a level set of the map's density (docs/method.md, "Flat and iso losses"):
///   d(p) = sum_i opacity_i exp(-q_i/2),   q_i = (p - mu_i)^T Sigma_i^-1 (p - mu_i) <= support_sigma^2,
///   L = mean over samples p of |d(p) - target|.
/// Not thread-safe: one object a thread of control.
class IsoLoss {
 public:
  virtual ~IsoLoss() = default;

  /// Finds the Gaussians that points seen in these views can meet; later calls look at no others, as long as
  /// none moves or grows beyond `motion`. Once a mapping call. Until then, and for a map of another size, all
  /// Gaussians are looked at.
  virtual void Prepare(const GaussianView& map, std::span<const RenderCamera> views,
                       const GaussianMotion& motion, const IsoOptions& options) = 0;

  /// Adds `weight` times the derivative of the value at the samples to `rows`. The density is that of all
  /// Gaussians; those that have no row keep gradient zero.
  virtual void Add(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options,
                   double weight, const GradientRows& rows) = 0;

  /// The same at `count` samples drawn from the view's valid pixels without replacement, all of them if there
  /// are no more. Which ones is the back end's own choice, and the same for the same state of `random`.
  virtual void AddDrawn(const GaussianView& map, const MeasuredView& view, int64_t count, Random& random,
                        const IsoOptions& options, double weight, const GradientRows& rows) = 0;

  /// The mean value over the calls of Add and AddDrawn since the last call of this. Waits for the device;
  /// they do not.
  virtual IsoValue TakeMean() = 0;

  /// The density at each sample, `densities` [S].
  virtual void Densities(const GaussianView& map, const PixelSamples& samples, const IsoOptions& options,
                         float* densities) = 0;
};

}  // namespace isogs
