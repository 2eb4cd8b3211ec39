// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <span>

#include "slam/rendering/gaussian_view.h"
#include "slam/rendering/planes.h"
#include "slam/rendering/render_camera.h"

namespace isogs {

struct RenderOptions {
  float min_alpha = 1.0f / 255.0f;  // contributions below are skipped, forward and backward
};

/// Residuals of a rendered view against a frame, with robust weights, for one Gauss-Newton step. All [H,W];
/// weight 0 leaves a pixel out.
struct PoseResiduals {
  const float* intensity = nullptr;  // (r + g + b) / 3, rendered - measured
  const float* intensity_weight = nullptr;
  const float* depth_m = nullptr;  // rendered kDepth plane - measured
  const float* depth_weight = nullptr;
};

/// Gauss-Newton system of the pose: minimise over xi the weighted squares of r + J xi, camera_from_map <-
/// Exp(xi) camera_from_map.
struct PoseSystem {
  Eigen::Matrix<double, 6, 6> hessian = Eigen::Matrix<double, 6, 6>::Zero();   // sum w J^T J
  Eigen::Matrix<double, 6, 1> gradient = Eigen::Matrix<double, 6, 1>::Zero();  // sum w J^T r
};

/// Differentiable EWA splatting of 3D Gaussians (docs/method.md, "Rendering"), five planes in one pass. A
/// Backward call belongs to the last Render, whose intermediate state the object keeps; the map's arrays must
/// not have changed in between. Not thread-safe: one object a thread of control. All pointers are memory of
/// the back end's device.
class Rasterizer {
 public:
  virtual ~Rasterizer() = default;

  /// Writes `planes` [5,H,W].
  virtual void Render(const GaussianView& map, const RenderCamera& camera, const RenderOptions& options,
                      float* planes) = 0;

  /// Indices of the Gaussians the last Render projected into the image, ascending (occluded ones included).
  virtual std::span<const int32_t> VisibleGaussians() const = 0;

  /// Gradients of all parameters, from `plane_gradients` = dL/dplanes [5,H,W]. One row a visible Gaussian;
  /// valid until the next call on this object.
  virtual GradientRows Backward(const float* plane_gradients) = 0;

  /// Exact gradient dL/dxi of the loss to the pose (left perturbation of camera_from_map).
  virtual Eigen::Matrix<double, 6, 1> BackwardPose(const float* plane_gradients) = 0;

  /// Gauss-Newton system of the pose. The Jacobian of a pixel moves all splats under it as the rendered
  /// surface point does (one image-space gradient a pixel), an approximation whose steps agree with the exact
  /// ones in direction.
  virtual PoseSystem LinearizePose(const PoseResiduals& residuals) = 0;
};

}  // namespace isogs
