// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/rasterizer_oracle.h"

#include <vector>

namespace isogs::reference {
namespace {

using torch::Tensor;
using torch::indexing::Slice;

constexpr double kNearPlaneM = 0.2;
constexpr double kBlurPx2 = 0.3;
constexpr double kSlopeBlurPx2 = 0.01;
constexpr double kFieldOfViewMargin = 1.3;
constexpr double kMaxAlpha = 0.99;
constexpr double kMinTransmittance = 1e-4;

Tensor FromFloats(const float* values, at::IntArrayRef shape) {
  return torch::from_blob(const_cast<float*>(values), shape, torch::kFloat32).to(torch::kFloat64);
}

Tensor Leaf(const std::vector<float>& values, at::IntArrayRef shape) {
  return FromFloats(values.data(), shape).clone().requires_grad_(true);
}

/// Matrix of SE(3) from its twist [rho, theta].
Tensor Exp(const Tensor& twist) {
  const Tensor zero = torch::zeros({}, torch::kFloat64);
  const auto t = [&](int i) { return twist[i]; };
  return torch::matrix_exp(
      torch::stack({torch::stack({zero, -t(5), t(4), t(0)}), torch::stack({t(5), zero, -t(3), t(1)}),
                    torch::stack({-t(4), t(3), zero, t(2)}), torch::stack({zero, zero, zero, zero})}));
}

Tensor CameraFromMap(const RenderCamera& camera, const Tensor& twist) {
  Tensor pose = torch::eye(4, torch::kFloat64);
  pose.index_put_({Slice(0, 3), Slice(0, 3)}, FromFloats(camera.rotation, {3, 3}));
  pose.index_put_({Slice(0, 3), 3}, FromFloats(camera.translation, {3}));
  return torch::matmul(Exp(twist), pose);
}

/// Rows d(u, v)/d point [N,2,3] at camera points [N,3].
Tensor ProjectionJacobians(const RenderCamera& camera, const Tensor& points) {
  const Tensor z = points.select(1, 2);
  const double limit_x = kFieldOfViewMargin * camera.width / (2.0 * camera.fx);
  const double limit_y = kFieldOfViewMargin * camera.height / (2.0 * camera.fy);
  const Tensor x_over_z = torch::clamp(points.select(1, 0) / z, -limit_x, limit_x);
  const Tensor y_over_z = torch::clamp(points.select(1, 1) / z, -limit_y, limit_y);
  const Tensor zero = torch::zeros_like(z);
  return torch::stack({camera.fx / z, zero, -camera.fx * x_over_z / z,  //
                       zero, camera.fy / z, -camera.fy * y_over_z / z},
                      1)
      .view({-1, 2, 3});
}

/// Distances of all pixels from the Gaussians' centres [px], each [H W, N].
struct Offsets {
  Tensor du, dv;
};

Offsets PixelOffsets(const RenderCamera& camera, const Tensor& points) {
  const Tensor z = points.select(1, 2);
  const Tensor u = camera.fx * points.select(1, 0) / z + camera.cx;
  const Tensor v = camera.fy * points.select(1, 1) / z + camera.cy;
  const Tensor pixels_v = torch::arange(camera.height, torch::kFloat64).repeat_interleave(camera.width);
  const Tensor pixels_u = torch::arange(camera.width, torch::kFloat64).repeat({camera.height});
  return {pixels_u.unsqueeze(1) - u, pixels_v.unsqueeze(1) - v};
}

/// Opacity of Gaussians [N] in all pixels [H W, N].
Tensor Alphas(const RenderCamera& camera, double min_alpha, const Tensor& points, const Tensor& covariances,
              const Tensor& opacities) {
  const Tensor jacobians = ProjectionJacobians(camera, points);
  const Tensor images = torch::matmul(torch::matmul(jacobians, covariances), jacobians.transpose(1, 2)) +
                        kBlurPx2 * torch::eye(2, torch::kFloat64);
  const Tensor conics = torch::inverse(images);
  const auto [du, dv] = PixelOffsets(camera, points);
  const Tensor q = conics.select(1, 0).select(1, 0) * du * du +
                   2 * conics.select(1, 0).select(1, 1) * du * dv +
                   conics.select(1, 1).select(1, 1) * dv * dv;
  const Tensor alphas = torch::clamp_max(opacities * torch::exp(-0.5 * q), kMaxAlpha);
  return torch::where(alphas >= min_alpha, alphas, torch::zeros_like(alphas));
}

/// Weights alpha T of Gaussians, nearest first, in all pixels.
Tensor BlendingWeights(const Tensor& alphas) {
  const Tensor behind = torch::cumprod(1 - alphas, 1);
  const Tensor before =
      torch::cat({torch::ones({alphas.size(0), 1}, torch::kFloat64), behind.slice(1, 0, -1)}, 1);
  const Tensor weights = alphas * before;
  return torch::where(behind >= kMinTransmittance, weights, torch::zeros_like(weights));
}

/// Gaussians in the camera.
struct InCamera {
  Tensor points;       // [N,3]
  Tensor covariances;  // [N,3,3]
};

InCamera ToCamera(const Parameters& parameters, const RenderCamera& camera) {
  const Tensor camera_from_map = CameraFromMap(camera, parameters.twist);
  const Tensor rotation = camera_from_map.index({Slice(0, 3), Slice(0, 3)});
  const Tensor translation = camera_from_map.index({Slice(0, 3), 3});
  const Tensor axes = torch::matmul(rotation, RotationMatrices(parameters.rotations)) *
                      torch::exp(parameters.log_scales).unsqueeze(1);
  return {torch::matmul(parameters.means, rotation.t()) + translation,
          torch::matmul(axes, axes.transpose(1, 2))};
}

}  // namespace

Tensor RotationMatrices(const Tensor& quaternions) {
  const Tensor q = quaternions / quaternions.norm(2, 1, true);
  const Tensor w = q.select(1, 0), x = q.select(1, 1), y = q.select(1, 2), z = q.select(1, 3);
  return torch::stack({1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),  //
                       2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),  //
                       2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)},
                      1)
      .view({-1, 3, 3});
}

Parameters MakeParameters(const GaussianCloud& cloud) {
  const auto n = static_cast<int64_t>(cloud.size());
  return {Leaf(cloud.means, {n, 3}),      Leaf(cloud.colors, {n, 3}),
          Leaf(cloud.rotations, {n, 4}),  Leaf(cloud.logit_opacities, {n}),
          Leaf(cloud.log_scales, {n, 3}), torch::zeros({6}, torch::kFloat64).requires_grad_(true)};
}

Tensor DepthSlopes(const Parameters& parameters, const RenderCamera& camera) {
  const torch::NoGradGuard no_grad;
  const InCamera all = ToCamera(parameters, camera);
  const Tensor jacobians = ProjectionJacobians(camera, all.points);
  const Tensor images = torch::matmul(torch::matmul(jacobians, all.covariances), jacobians.transpose(1, 2)) +
                        kSlopeBlurPx2 * torch::eye(2, torch::kFloat64);
  const Tensor cross = torch::matmul(all.covariances.slice(1, 2, 3), jacobians.transpose(1, 2));  // [N,1,2]
  return torch::matmul(cross, torch::inverse(images)).squeeze(1);
}

Tensor Render(const Parameters& parameters, const RenderCamera& camera, const RenderOptions& options,
              const Tensor& slopes) {
  const InCamera all = ToCamera(parameters, camera);
  // Those before the near plane, nearest first.
  const Tensor depths = all.points.select(1, 2).detach();
  const Tensor order = std::get<1>(torch::sort(depths, /*stable=*/true, 0, false));
  const Tensor kept =
      order.index_select(0, torch::nonzero(depths.index_select(0, order) > kNearPlaneM).view(-1));

  const Tensor points = all.points.index_select(0, kept);
  const Tensor opacities = torch::sigmoid(parameters.logit_opacities.index_select(0, kept));
  const Tensor weights = BlendingWeights(
      Alphas(camera, options.min_alpha, points, all.covariances.index_select(0, kept), opacities));
  const Offsets offsets = PixelOffsets(camera, points);
  const Tensor kept_slopes = slopes.index_select(0, kept);
  const Tensor z =
      points.select(1, 2) + kept_slopes.select(1, 0) * offsets.du + kept_slopes.select(1, 1) * offsets.dv;
  return torch::cat({torch::matmul(weights, parameters.colors.index_select(0, kept)),
                     (weights * z).sum(1, /*keepdim=*/true), weights.sum(1, /*keepdim=*/true)},
                    1)
      .t()
      .reshape({plane::kCount, camera.height, camera.width});
}

Tensor Render(const Parameters& parameters, const RenderCamera& camera, const RenderOptions& options) {
  return Render(parameters, camera, options, DepthSlopes(parameters, camera));
}

}  // namespace isogs::reference
