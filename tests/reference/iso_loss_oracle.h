// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/losses/iso_loss.h"
#include "tests/reference/rasterizer_oracle.h"

/// The flat and iso-surface losses as their formulae say, in double precision on LibTorch: every Gaussian
/// against every sample, a chunk of samples at a time, derivatives by autograd.
namespace isogs::reference {

/// [S,3] in the map's frame.
torch::Tensor SamplePoints(const PixelSamples& samples);

/// The density at `points` [S,3].
torch::Tensor Densities(const Parameters& parameters, const torch::Tensor& points, double support_sigma);

/// Mean over the points of |density - target|, and its derivative added to the parameters' grad().
double IsoLossBackward(const Parameters& parameters, const torch::Tensor& points, const IsoOptions& options);

/// Mean of the smallest scale over the Gaussians `indices`.
torch::Tensor FlatLoss(const Parameters& parameters, const torch::Tensor& indices);

}  // namespace isogs::reference
