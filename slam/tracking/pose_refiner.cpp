// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/pose_refiner.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "slam/rendering/render_stage.h"

namespace isogs {
namespace {

constexpr double kConvergedTranslationM = 2e-5;
constexpr double kConvergedRotationRad = 1e-5;

bool IsSmall(const Twist& step) {
  return step.head<3>().norm() < kConvergedTranslationM && step.tail<3>().norm() < kConvergedRotationRad;
}

/// Greys that agree worse than a sensor's noise do so because of exposure, blur or colours that lag behind
/// the depth: errors of whole regions, which do not average out as noise does. So the photometric terms are
/// trusted the less the larger they are, and sigma grows with their cube: an exact sequence is refined by its
/// texture, one with poor colours by its depth.
double IntensitySigma(const TrackingConfig& config, std::optional<double> rms) {
  if (!rms) return config.intensity_sigma;
  constexpr double kLeastRms = 0.004;  // a step of 8 bits
  return std::pow(std::max(*rms, kLeastRms) / config.intensity_sigma, 3) * config.intensity_sigma;
}

}  // namespace

PoseRefiner::PoseRefiner(const TrackingConfig& config, const TrackingKernels& kernels)
    : config_(config), kernels_(kernels), planes_(kernels.memory), plane_gradients_(kernels.memory) {}

RefinementResult PoseRefiner::Refine(const DeviceFrame& frame, const GaussianView& map, const Pose& start,
                                     std::optional<double> intensity_rms) {
  const double intensity_sigma = IntensitySigma(config_, intensity_rms);
  first_moment_.setZero();
  second_moment_.setZero();
  RefinementResult best;
  best.camera_from_map = start;
  Pose pose = start;
  bool have_best = false;
  for (int i = 0; i <= config_.iterations; ++i) {
    const TrackingLossValue value = Evaluate(frame, map, pose);
    if (value.pixels == 0) break;
    // Means, not sums, are compared: a pose must not win by moving pixels out of the mask.
    const double mean = value.total / static_cast<double>(value.pixels);
    if (!have_best || mean < best.loss / static_cast<double>(best.pixels)) {
      best = {pose, i, value.total, value.pixels};
      have_best = true;
    } else if (config_.optimizer == PoseOptimizer::kGaussNewton) {
      break;
    }
    if (i == config_.iterations) break;
    const Twist step = config_.optimizer == PoseOptimizer::kGaussNewton
                           ? GaussNewtonStep(frame, intensity_sigma)
                           : AdamStep(i);
    best.iterations = i + 1;
    if (!step.allFinite()) break;
    if (config_.optimizer == PoseOptimizer::kGaussNewton && IsSmall(step)) break;
    pose = Orthonormalized(ExpSe3(step) * pose);
  }
  return best;
}

TrackingLossValue PoseRefiner::Evaluate(const DeviceFrame& frame, const GaussianView& map, const Pose& pose) {
  const Camera& camera = frame.camera();
  const int64_t floats = int64_t{plane::kCount} * camera.width * camera.height;
  planes_.Reserve(floats);
  plane_gradients_.Reserve(floats);
  RenderStage(kernels_.rasterizer, map, MakeRenderCamera(camera, pose), {}, planes_.data());
  const TrackingLossWeights weights{static_cast<float>(config_.depth_weight),
                                    static_cast<float>(config_.color_weight),
                                    static_cast<float>(config_.min_silhouette)};
  return Timed("image losses", [&] {
    return kernels_.loss.Tracking(planes_.data(), frame.View(), weights, plane_gradients_.data());
  });
}

Twist PoseRefiner::GaussNewtonStep(const DeviceFrame& frame, double intensity_sigma) {
  const ImageLoss::ResidualScales scales{
      static_cast<float>(intensity_sigma), static_cast<float>(config_.depth_sigma_m),
      static_cast<float>(config_.alignment.huber), static_cast<float>(config_.min_silhouette)};
  const Stage stage("pose system");
  const PoseSystem system =
      kernels_.rasterizer.LinearizePose(kernels_.loss.Residuals(planes_.data(), frame.View(), scales));
  // A thousandth of the mean curvature keeps directions that nothing observes where they are.
  Eigen::Matrix<double, 6, 6> damped = system.hessian;
  damped.diagonal() *= 1.0 + 1e-3;
  damped.diagonal().array() += 1e-9 * system.hessian.trace() + 1e-12;
  return -damped.ldlt().solve(system.gradient);
}

Twist PoseRefiner::AdamStep(int iteration) {
  constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;
  const Twist gradient =
      Timed("pose gradient", [&] { return kernels_.rasterizer.BackwardPose(plane_gradients_.data()); });
  first_moment_ = kBeta1 * first_moment_ + (1.0 - kBeta1) * gradient;
  second_moment_ = kBeta2 * second_moment_ + (1.0 - kBeta2) * gradient.cwiseAbs2();
  const Twist mean = first_moment_ / (1.0 - std::pow(kBeta1, iteration + 1));
  const Twist variance = second_moment_ / (1.0 - std::pow(kBeta2, iteration + 1));
  Twist rates;
  rates << Eigen::Vector3d::Constant(config_.adam_translation_rate),
      Eigen::Vector3d::Constant(config_.adam_rotation_rate);
  return -(rates.array() * mean.array() / (variance.array().sqrt() + kEpsilon)).matrix();
}

}  // namespace isogs
