// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/iso_loss_oracle.h"

namespace isogs::reference {

using torch::Tensor;

Tensor SamplePoints(const PixelSamples& samples) {
  const auto column = [&](const float* values) {
    return torch::from_blob(const_cast<float*>(values), {samples.size()}, torch::kFloat32)
        .to(torch::kFloat64);
  };
  return torch::stack({column(samples.x()), column(samples.y()), column(samples.z())}, 1);
}

Tensor Densities(const Parameters& parameters, const Tensor& points, double support_sigma) {
  const Tensor axes =
      RotationMatrices(parameters.rotations) / torch::exp(parameters.log_scales).unsqueeze(1);  // R S^-1
  const Tensor offsets = points.unsqueeze(1) - parameters.means;                                // [S,N,3]
  const Tensor u = torch::matmul(offsets.unsqueeze(2), axes).squeeze(2);
  const Tensor q = (u * u).sum(2);
  const Tensor weights = torch::sigmoid(parameters.logit_opacities) * torch::exp(-0.5 * q);
  return torch::where(q <= support_sigma * support_sigma, weights, torch::zeros_like(weights)).sum(1);
}

double IsoLossBackward(const Parameters& parameters, const Tensor& points, const IsoOptions& options) {
  double sum = 0.0;
  for (const Tensor& chunk : points.split(options.chunk)) {
    const Tensor loss =
        (Densities(parameters, chunk, options.support_sigma) - options.target).abs().sum() / points.size(0);
    loss.backward();
    sum += loss.item<double>();
  }
  return sum;
}

Tensor FlatLoss(const Parameters& parameters, const Tensor& indices) {
  return torch::exp(std::get<0>(parameters.log_scales.index_select(0, indices).min(1))).mean();
}

}  // namespace isogs::reference
