// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

#include "shared/config/tracking_config.h"
#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "slam/device/frame_view.h"

namespace isogs {

struct AlignmentResult {
  Pose camera_from_view = Pose::Identity();  // the frame's camera from the rendered view's camera
  bool converged = false;
  int iterations = 0;         // over all levels
  double inlier_ratio = 0.0;  // finest level: residuals kept, of the view's comparable pixels
  double depth_rms_m = 0.0;   // of the kept residuals
  double intensity_rms = 0.0;
  double gain = 1.0, bias = 0.0;    // from the view's greys to the frame's
  double visible_ratio = 0.0;       // of the view's usable pixels: where the frame has depth
  double agreement = 0.0;           // of these: where both agree in depth and grey
  double seen_through_ratio = 0.0;  // of these: where the frame sees farther than the view's surface
  Eigen::Matrix<double, 6, 6> information = Eigen::Matrix<double, 6, 6>::Zero();

  /// Deviation of the camera's place in the direction that the images say least about [m], as if the errors
  /// of pixels were independent; infinite where they leave one open.
  double PositionSigma() const;
};

/// Direct RGB-D alignment of a frame against one view, rendered or measured: Gauss-Newton on point-to-plane
/// depth and photometric residuals with robust weights, coarse to fine (docs/method.md, "Alignment"). No
/// depth interpolation and no residual across depth edges.
class FrameAligner {
 public:
  virtual ~FrameAligner() = default;

  /// Builds the view's pyramid from rendered `planes` [5,H,W]; only pixels with silhouette above
  /// `min_silhouette` count.
  virtual void SetView(const float* planes, const Camera& camera, float min_silhouette) = 0;
  /// The same from a measured frame, such as a keyframe.
  virtual void SetView(const FrameView& frame, const Camera& camera) = 0;
  /// Builds the frame's pyramid. Same camera as the view.
  virtual void SetFrame(const FrameView& frame) = 0;
  /// Starts from `camera_from_view`.
  virtual AlignmentResult Align(const Pose& camera_from_view, const AlignmentConfig& config) = 0;
};

}  // namespace isogs
