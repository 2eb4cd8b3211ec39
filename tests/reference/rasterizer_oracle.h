// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/torch.h>

#include "shared/types/gaussian_cloud.h"
#include "slam/rendering/rasterizer.h"

/// The rendering of docs/method.md ("Rendering") as its formulae say, in double precision on LibTorch: every
/// Gaussian against every pixel, derivatives by autograd. Quadratic in memory: for small scenes.
namespace isogs::reference {

struct Parameters {
  torch::Tensor means;            // [N,3]
  torch::Tensor colors;           // [N,3]
  torch::Tensor rotations;        // [N,4]
  torch::Tensor logit_opacities;  // [N]
  torch::Tensor log_scales;       // [N,3]
  torch::Tensor twist;            // [6] left perturbation of camera_from_map, zero

  /// In the order above.
  std::vector<torch::Tensor> All() const {
    return {means, colors, rotations, logit_opacities, log_scales, twist};
  }
};

/// [N,3,3] from unnormalised quaternions w, x, y, z.
torch::Tensor RotationMatrices(const torch::Tensor& quaternions);

/// Leaves that require gradients.
Parameters MakeParameters(const GaussianCloud& cloud);

/// Slope of each Gaussian's depth over the image [N,2], m/px: of its expected z given u and v. No derivative.
torch::Tensor DepthSlopes(const Parameters& parameters, const RenderCamera& camera);

/// The planes [5,H,W], with `slopes` as of DepthSlopes.
torch::Tensor Render(const Parameters& parameters, const RenderCamera& camera, const RenderOptions& options,
                     const torch::Tensor& slopes);
torch::Tensor Render(const Parameters& parameters, const RenderCamera& camera, const RenderOptions& options);

}  // namespace isogs::reference
