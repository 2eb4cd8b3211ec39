// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/torch.h>

namespace isogs::reference {

/// SSIM map [C,H,W] of two images [C,H,W]: 11x11 Gaussian window of sigma 1.5, zero padding
/// (docs/method.md, "Losses of mapping"), as in SplaTAM's calc_ssim.
inline torch::Tensor SsimMap(const torch::Tensor& image, const torch::Tensor& target) {
  const int64_t channels = image.size(0);
  const torch::Tensor offsets = torch::arange(-5, 6, image.options().requires_grad(false));
  torch::Tensor window = torch::exp(-offsets.square() / (2.0 * 1.5 * 1.5));
  window = window / window.sum();
  const torch::Tensor kernel = torch::outer(window, window).expand({channels, 1, 11, 11});
  const auto blur = [&](const torch::Tensor& planes) {
    const auto options = torch::nn::functional::Conv2dFuncOptions().padding(5).groups(channels);
    return torch::nn::functional::conv2d(planes.unsqueeze(0), kernel, options).squeeze(0);
  };
  const torch::Tensor mean_x = blur(image);
  const torch::Tensor mean_y = blur(target);
  const torch::Tensor variance_x = blur(image * image) - mean_x.square();
  const torch::Tensor variance_y = blur(target * target) - mean_y.square();
  const torch::Tensor covariance = blur(image * target) - mean_x * mean_y;
  const double c1 = 0.01 * 0.01;
  const double c2 = 0.03 * 0.03;
  return (2.0 * mean_x * mean_y + c1) * (2.0 * covariance + c2) /
         ((mean_x.square() + mean_y.square() + c1) * (variance_x + variance_y + c2));
}

struct MappingLossTerms {
  torch::Tensor total;
  torch::Tensor depth_l1;
  torch::Tensor color_l1;
  torch::Tensor ssim;
};

/// The mapping loss of planes [5,H,W] against color [3,H,W] and depth [H,W].
inline MappingLossTerms MappingLoss(const torch::Tensor& planes, const torch::Tensor& color,
                                    const torch::Tensor& depth, double depth_weight, double silhouette_weight,
                                    double color_weight, double ssim_weight) {
  const torch::Tensor rendered = planes.slice(0, 0, 3);
  const torch::Tensor valid = depth > 0;
  MappingLossTerms terms;
  const torch::Tensor none = planes[3].sum() * 0.0;
  const bool any = valid.any().item<bool>();
  terms.depth_l1 = any ? (planes[3] - planes[4] * depth).abs().masked_select(valid).mean() : none;
  const torch::Tensor gaps = any ? (1.0 - planes[4]).masked_select(valid).mean() : none;
  terms.color_l1 = (rendered - color).abs().mean();
  terms.ssim = SsimMap(rendered, color).mean();
  terms.total = depth_weight * terms.depth_l1 + silhouette_weight * gaps +
                color_weight * ((1.0 - ssim_weight) * terms.color_l1 + ssim_weight * (1.0 - terms.ssim));
  return terms;
}

/// Pixels that tracking compares.
inline torch::Tensor TrackingMask(const torch::Tensor& planes, const torch::Tensor& depth,
                                  double min_silhouette) {
  return (depth > 0) & (planes[4].detach() > min_silhouette);
}

/// The tracking loss: sums over the mask.
inline torch::Tensor TrackingLoss(const torch::Tensor& planes, const torch::Tensor& color,
                                  const torch::Tensor& depth, double depth_weight, double color_weight,
                                  double min_silhouette) {
  const torch::Tensor mask = TrackingMask(planes, depth, min_silhouette).to(planes.dtype());
  const torch::Tensor depth_sum = ((planes[3] - depth).abs() * mask).sum();
  const torch::Tensor color_sum = ((planes.slice(0, 0, 3) - color).abs() * mask).sum();
  return depth_weight * depth_sum + color_weight * color_sum;
}

}  // namespace isogs::reference
