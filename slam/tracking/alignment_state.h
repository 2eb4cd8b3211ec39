// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "slam/tracking/alignment_solver.h"

// Gauss-Newton over the levels of a pyramid, an iteration at a time, for kernels on any device.
namespace isogs {

/// What an iteration has to know of a level's view.
struct LevelSummary {
  double fx = 0.0;
  double mean_inverse_depth = 0.0;  // [1/m]
  int64_t usable = 0;               // pixels that have a part in the alignment
};

/// See AlignmentConfig.
struct AlignmentScales {
  double depth_sigma_m = 0.0;
  double trusted_intensity_sigma = 0.0;
  double max_distance_m = 0.0;
  double huber = 0.0;
};

/// Where an alignment stands: all that its iterations read and change, so that they need nothing of the host.
struct AlignmentState {
  static constexpr int kNoLevel = -1;

  AlignmentScales scales;
  RigidMotion start, camera_from_view;
  // Standard deviations of the residuals, as estimated so far.
  double depth_sigma_m = 0.0;  // at 1 m
  double intensity_sigma = 0.0;
  Brightness brightness;
  AlignmentStep step;             // what the next iteration's sums are made with
  int finished_level = kNoLevel;  // more iterations there would bring nothing

  // Of the last iteration.
  bool converged = false;
  int iterations = 0;  // over all levels
  double inlier_ratio = 0.0;
  double depth_rms_m = 0.0;
  double intensity_rms = 0.0;
  double agreement = 0.0;           // in depth and grey, of the pixels visible in both
  double seen_through_ratio = 0.0;  // of the pixels visible in both
  double visible_ratio = 0.0;       // of the view's usable pixels
  double information[21] = {};      // upper triangle by rows

  ISOGS_HD bool IsDoneAt(int level) const { return level == finished_level; }

  /// One iteration at a level that is not done, from the sums at `step`.
  ISOGS_HD void Advance(int level, const LevelSummary& view, const AlignmentSums& sums) {
    constexpr int64_t kMinPixels = 50;         // fewer say nothing
    constexpr double kStepDone_px = 0.01;      // a smaller step ends a level
    constexpr double kStepConverged_px = 0.1;  // a smaller last step counts as converged
    Report(view, sums);
    converged = false;
    finished_level = level;
    if (sums.compared < kMinPixels) return;
    RigidTwist move;
    const RigidTwist moved = LogSe3(camera_from_view * Inverse(start));
    if (!SolveStep(sums, moved, view.mean_inverse_depth, &move)) return;
    camera_from_view = ExpSe3(move) * camera_from_view;
    EstimateSigmas(sums);
    brightness = SolveBrightness(sums.greys, intensity_sigma);
    PrepareStep();
    ++iterations;
    const double moved_px = view.fx * (Norm(move.rho) * view.mean_inverse_depth + Norm(move.theta));
    converged = moved_px < kStepConverged_px;
    if (!(moved_px < kStepDone_px)) finished_level = kNoLevel;
  }

  /// Sets `step` from pose and sigmas.
  ISOGS_HD void PrepareStep() {
    constexpr double kInlierSigmas = 3.0;  // of the sensor
    for (int i = 0; i < 9; ++i) step.rotation[i] = static_cast<float>(camera_from_view.rotation[i]);
    step.translation[0] = static_cast<float>(camera_from_view.translation.x);
    step.translation[1] = static_cast<float>(camera_from_view.translation.y);
    step.translation[2] = static_cast<float>(camera_from_view.translation.z);
    step.gain = static_cast<float>(brightness.gain);
    step.bias = static_cast<float>(brightness.bias);
    step.depth_scale = static_cast<float>(1.0 / depth_sigma_m);
    step.intensity_scale = static_cast<float>(1.0 / intensity_sigma);
    const double trust = PhotometricTrust();
    step.intensity_weight = static_cast<float>(trust);
    step.regional = static_cast<float>(1.0 - trust * trust);
    step.huber = static_cast<float>(scales.huber);
    step.max_distance_m = static_cast<float>(scales.max_distance_m);
    step.inlier_distance = static_cast<float>(kInlierSigmas * scales.depth_sigma_m / depth_sigma_m);
  }

 private:
  ISOGS_HD void Report(const LevelSummary& view, const AlignmentSums& sums) {
    const double inliers = static_cast<double>(sums.inliers);
    inlier_ratio = inliers / std::fmax(1.0, static_cast<double>(view.usable));
    depth_rms_m = std::sqrt(sums.depth_squares / std::fmax(1.0, inliers));
    intensity_rms = std::sqrt(sums.intensity_squares / std::fmax(1.0, inliers));
    const double visible = static_cast<double>(sums.visible);
    agreement = static_cast<double>(sums.agreeing) / std::fmax(1.0, visible);
    seen_through_ratio = static_cast<double>(sums.seen_through) / std::fmax(1.0, visible);
    visible_ratio = visible / std::fmax(1.0, static_cast<double>(view.usable));
    for (int k = 0; k < 21; ++k) information[k] = sums.hessian[k];
  }

  ISOGS_HD void EstimateSigmas(const AlignmentSums& sums) {
    constexpr double kLeastDepthSigma_m = 0.0003;   // however well the images agree
    constexpr double kLeastIntensitySigma = 0.003;  // about one step of 8 bits
    depth_sigma_m =
        std::fmax(kLeastDepthSigma_m, RobustSigma(sums.depth_below, sums.compared, depth_sigma_m));
    intensity_sigma =
        std::fmax(kLeastIntensitySigma, RobustSigma(sums.intensity_below, sums.compared, intensity_sigma));
  }

  /// Greys that agree worse than a sensor's noise do so because of exposure, blur or colours that lag behind
  /// the depth: errors of whole regions, which do not average out as noise does. So beyond
  /// `trusted_intensity_sigma` their weight falls with the square of their variance, not with the variance
  /// alone: an exact sequence is tracked by its texture too, one with poor colours by its depth.
  ISOGS_HD double PhotometricTrust() const {
    const double ratio = scales.trusted_intensity_sigma / intensity_sigma;
    return std::fmin(1.0, ratio * ratio);
  }
};

}  // namespace isogs
