// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/field.h"

namespace isogs {

enum class TrackingMode { kEstimate, kGroundTruth };
inline const EnumNames<TrackingMode> kTrackingModeNames = {{"estimate", TrackingMode::kEstimate},
                                                           {"ground_truth", TrackingMode::kGroundTruth}};

enum class PoseOptimizer { kGaussNewton, kAdam };
inline const EnumNames<PoseOptimizer> kPoseOptimizerNames = {{"gauss_newton", PoseOptimizer::kGaussNewton},
                                                             {"adam", PoseOptimizer::kAdam}};

/// What a frame is aligned against. Blending shifts a rendered surface towards its nearer neighbours, by up
/// to a pixel where it is seen at a slant; a measured keyframe has no such bias.
enum class AlignmentReference { kKeyframe, kMap };
inline const EnumNames<AlignmentReference> kAlignmentReferenceNames = {
    {"keyframe", AlignmentReference::kKeyframe}, {"map", AlignmentReference::kMap}};

/// Gauss-Newton alignment of a frame against a keyframe or a rendered view of the map, coarse to fine
/// (docs/method.md, "Alignment").
struct AlignmentConfig {
  bool enabled = true;
  AlignmentReference reference = AlignmentReference::kKeyframe;
  double min_overlap = 0.8;      // with the frame, of a keyframe to align against; the oldest such is taken
  int levels = 4;                // pyramid levels; the finest is the working size
  int iterations = 8;            // at most, a level
  double max_distance_m = 0.10;  // depth residuals beyond are outliers
  double max_normal_angle_deg = 30.0;      // between the surface normals of view and frame
  double depth_sigma_m = 0.005;            // sensor noise at 1 m; grows with the square of depth
  double intensity_sigma = 0.03;           // of grey in 0..1
  double trusted_intensity_sigma = 0.009;  // greys that agree worse count less than their variance says
  double huber = 1.5;                      // robust threshold, in sigmas
  double min_inlier_ratio = 0.15;          // of the pixels compared; below: the frame is lost
  double uncertain_inlier_ratio = 0.35;    // below: uncertain

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("enabled", enabled);
    visit("reference", reference, kAlignmentReferenceNames);
    visit("min_overlap", min_overlap, InRange(0.0, 1.0));
    visit("levels", levels, InRange(1, 8));
    visit("iterations", iterations, InRange(1, 100));
    visit("max_distance_m", max_distance_m, InRange(1e-4, 10.0));
    visit("max_normal_angle_deg", max_normal_angle_deg, InRange(1.0, 180.0));
    visit("depth_sigma_m", depth_sigma_m, InRange(1e-5, 1.0));
    visit("intensity_sigma", intensity_sigma, InRange(1e-4, 10.0));
    visit("trusted_intensity_sigma", trusted_intensity_sigma, InRange(1e-4, 10.0));
    visit("huber", huber, InRange(0.1, 100.0));
    visit("min_inlier_ratio", min_inlier_ratio, InRange(0.0, 1.0));
    visit("uncertain_inlier_ratio", uncertain_inlier_ratio, InRange(0.0, 1.0));
  }
};

/// How far a pose is to be believed (docs/method.md, "Tracking"). Agreement is the share, of the pixels where
/// frame and reference both have depth, where depth and greys are the same.
struct JudgementConfig {
  double sure_agreement = 0.85;         // below: other references and starts are tried
  double least_agreement = 0.7;         // below: uncertain
  double lost_agreement = 0.5;          // below: lost
  double max_position_sigma_m = 0.005;  // of the direction that the images say least about; above: uncertain
  double max_gain = 2.5;  // of greys between frame and reference, or its inverse; beyond: uncertain
  // Since the newest frame that was tracking, where the data set has times; beyond: uncertain; 0: no limit
  double max_speed_m_per_s = 3.0;
  double max_turn_deg_per_s = 360.0;
  int suspect_keyframes = 3;  // the newest, checked against others when the camera is found again; 0: none

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("sure_agreement", sure_agreement, InRange(0.0, 1.0));
    visit("least_agreement", least_agreement, InRange(0.0, 1.0));
    visit("lost_agreement", lost_agreement, InRange(0.0, 1.0));
    visit("max_position_sigma_m", max_position_sigma_m, InRange(1e-6, 1e6));
    visit("max_gain", max_gain, InRange(1.0, 1e6));
    visit("max_speed_m_per_s", max_speed_m_per_s, InRange(0.0, 1e6));
    visit("max_turn_deg_per_s", max_turn_deg_per_s, InRange(0.0, 1e6));
    visit("suspect_keyframes", suspect_keyframes, InRange(0, 100));
  }
};

/// How each frame's pose is found (docs/method.md, "Tracking").
struct TrackingConfig {
  TrackingMode mode = TrackingMode::kEstimate;
  bool predict = true;  // start from constant velocity; otherwise from the last pose
  AlignmentConfig alignment;
  JudgementConfig judgement;
  int iterations = 0;  // refinement on the render loss, at most; 0: none (it follows the map's biases)
  PoseOptimizer optimizer = PoseOptimizer::kGaussNewton;
  double depth_sigma_m =
      0.02;  // Gauss-Newton refinement: of depth residuals at 1 m, errors of the map included
  double intensity_sigma =
      0.013;  // and of grey in 0..1, where the frame's greys agree with the map's to that much
  double min_silhouette = 0.99;      // pixels below are not compared
  double depth_weight = 1.0;         // of the render loss, sum over pixels [m]
  double color_weight = 0.5;         // of the render loss, sum over pixels and channels
  double adam_rotation_rate = 4e-4;  // SplaTAM's rates on Replica
  double adam_translation_rate = 2e-3;

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("mode", mode, kTrackingModeNames);
    visit("predict", predict);
    visit("alignment", alignment);
    visit("judgement", judgement);
    visit("iterations", iterations, InRange(0, 10000));
    visit("optimizer", optimizer, kPoseOptimizerNames);
    visit("depth_sigma_m", depth_sigma_m, InRange(1e-5, 1.0));
    visit("intensity_sigma", intensity_sigma, InRange(1e-4, 10.0));
    visit("min_silhouette", min_silhouette, InRange(0.0, 1.0));
    visit("depth_weight", depth_weight, InRange(0.0, 1e6));
    visit("color_weight", color_weight, InRange(0.0, 1e6));
    visit("adam_rotation_rate", adam_rotation_rate, InRange(0.0, 1.0));
    visit("adam_translation_rate", adam_translation_rate, InRange(0.0, 1.0));
  }
};

}  // namespace isogs
