// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/cuda/runtime.h"
#include "slam/losses/iso_loss.h"
#include "slam/losses/view_cone.h"

/// The stages of the iso-surface loss for CUDA. All pointers are memory of the device.
///
/// A thread a Gaussian looks up the samples of the pixels in which its ball can be seen. Gaussians that may
/// meet many samples are set aside for a warp each. Densities are added up as whole numbers, so that no order
/// changes them; a Gaussian's gradient has one owner.
namespace isogs::cuda {

/// PixelSamples on the device.
struct DeviceSamples {
  int64_t count = 0;
  RenderCamera camera;
  ViewCone cone;
  const float* x = nullptr;
  const float* y = nullptr;
  const float* z = nullptr;
  const SampleWord* words = nullptr;
  int64_t words_a_row = 0;
};

/// How a Gaussian met the samples.
enum class Meeting : uint8_t { kNone, kOfThread, kOfWarp };

/// What the kernels share while they work on one view.
struct IsoWork {
  GaussianView map;
  DeviceSamples samples;
  float max_q = 9.0f;  // support_sigma^2
  float support_sigma = 3.0f;
  const int32_t* reachable = nullptr;     // [R] Gaussians to look at, null for all
  int64_t reachable_count = 0;            // R
  unsigned long long* density = nullptr;  // [S] in units of kDensityUnit
  Meeting* meetings = nullptr;            // [N]
  int32_t* wide = nullptr;                // [R] Gaussians for a warp each
  unsigned* wide_count = nullptr;
};

/// Smallest part of the density that counts.
inline constexpr float kDensityUnit = 1.0f / (1ull << 40);

/// `flags` [N]: 1 where a Gaussian's ball, its radius times `growth` plus `margin_m`, meets any of the cones.
void MarkReachable(Stream stream, const GaussianView& map, const ViewCone* cones, int cone_count,
                   float growth, float margin_m, uint8_t* flags);
/// Adds to work.density, fills work.meetings and work.wide.
void AddDensities(Stream stream, const IsoWork& work);
/// `densities` [S] from the sums.
void ReadDensities(Stream stream, const IsoWork& work, float* densities);
/// Writes `slope` with the sign of the residual to `slopes` [S], and sums of |residual| by block.
void ResidualSlopes(Stream stream, const IsoWork& work, float target, float slope, float* slopes,
                    double* block_sums);
unsigned ResidualBlocks(int64_t samples);
/// Adds the derivatives of sum_p slopes[p] d(p) to the rows.
void AddIsoGradients(Stream stream, const IsoWork& work, const float* slopes, const GradientRows& rows);

}  // namespace isogs::cuda
