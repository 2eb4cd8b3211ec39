// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/alignment_loop.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "slam/tracking/alignment_solver.h"

namespace isogs {
namespace {

constexpr int64_t kMinPixels = 50;              // fewer say nothing
constexpr double kLeastDepthSigma_m = 0.0003;   // however well the images agree
constexpr double kLeastIntensitySigma = 0.003;  // about one step of 8 bits
constexpr double kInlierSigmas = 3.0;           // of the sensor
constexpr double kStepDone_px = 0.01;           // a smaller step ends a level
constexpr double kStepConverged_px = 0.1;       // a smaller last step counts as converged

/// Standard deviations of the residuals, as estimated so far.
struct Sigmas {
  double depth_m;  // at 1 m
  double intensity;
};

/// Greys that agree worse than a sensor's noise do so because of exposure, blur or colours that lag behind
/// the depth: errors of whole regions, which do not average out as noise does. So beyond
/// `trusted_intensity_sigma` their weight falls with the square of their variance, not with the variance
/// alone: an exact sequence is tracked by its texture too, one with poor colours by its depth.
double PhotometricTrust(double intensity_sigma, const AlignmentConfig& config) {
  return std::min(1.0, std::pow(config.trusted_intensity_sigma / intensity_sigma, 2));
}

AlignmentStep MakeStep(const Pose& pose, const Sigmas& sigmas, const AlignmentConfig& config) {
  AlignmentStep step{};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) step.rotation[3 * i + j] = static_cast<float>(pose.linear()(i, j));
    step.translation[i] = static_cast<float>(pose.translation()(i));
  }
  step.depth_scale = static_cast<float>(1.0 / sigmas.depth_m);
  step.intensity_scale = static_cast<float>(1.0 / sigmas.intensity);
  step.intensity_weight = static_cast<float>(PhotometricTrust(sigmas.intensity, config));
  step.huber = static_cast<float>(config.huber);
  step.max_distance_m = static_cast<float>(config.max_distance_m);
  step.inlier_distance = static_cast<float>(kInlierSigmas * config.depth_sigma_m / sigmas.depth_m);
  return step;
}

Sigmas Estimate(const AlignmentSums& sums, const Sigmas& old) {
  return {std::max(kLeastDepthSigma_m, RobustSigma(sums.depth_below, sums.compared, old.depth_m)),
          std::max(kLeastIntensitySigma, RobustSigma(sums.intensity_below, sums.compared, old.intensity))};
}

void Report(const AlignmentSums& sums, const LevelSummary& view, AlignmentResult* result) {
  const double inliers = static_cast<double>(sums.inliers);
  result->inlier_ratio = inliers / static_cast<double>(std::max<int64_t>(1, view.usable));
  result->depth_rms_m = std::sqrt(sums.depth_squares / std::max(1.0, inliers));
  result->intensity_rms = std::sqrt(sums.intensity_squares / std::max(1.0, inliers));
  result->information = Information(sums);
}

/// Length of a step as movement in the image.
double StepInPixels(const Twist& step, const LevelSummary& view) {
  return view.fx * (step.head<3>().norm() * view.mean_inverse_depth + step.tail<3>().norm());
}

/// Iterates at one level; whether it converged there.
bool AlignLevel(AlignmentLevels& levels, size_t level, const AlignmentConfig& config, const Pose& start,
                Sigmas* sigmas, AlignmentResult* result) {
  const LevelSummary view = levels.Summary(level);
  Pose& pose = result->camera_from_view;
  double moved_px = kStepConverged_px;
  for (int i = 0; i < config.iterations && moved_px >= kStepDone_px; ++i) {
    const AlignmentSums sums = levels.Linearize(level, MakeStep(pose, *sigmas, config));
    Report(sums, view, result);
    if (sums.compared < kMinPixels) return false;
    const std::optional<Twist> step =
        SolveStep(sums, LogSe3(pose * start.inverse()), view.mean_inverse_depth);
    if (!step) return false;
    pose = ExpSe3(*step) * pose;
    *sigmas = Estimate(sums, *sigmas);
    moved_px = StepInPixels(*step, view);
    ++result->iterations;
  }
  return moved_px < kStepConverged_px;
}

}  // namespace

AlignmentResult AlignCoarseToFine(AlignmentLevels& levels, const Pose& camera_from_view,
                                  const AlignmentConfig& config) {
  AlignmentResult result;
  result.camera_from_view = camera_from_view;
  if (!camera_from_view.matrix().allFinite()) return result;
  Sigmas sigmas = {config.depth_sigma_m, config.intensity_sigma};
  for (size_t level = std::min(static_cast<size_t>(config.levels), levels.LevelCount()); level-- > 0;) {
    result.converged = AlignLevel(levels, level, config, camera_from_view, &sigmas, &result);
  }
  result.camera_from_view = Orthonormalized(result.camera_from_view);
  return result;
}

}  // namespace isogs
