// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "slam/backend/backend.h"
#include "slam/device/device_buffer.h"
#include "slam/mapping/gaussian_map.h"
#include "tests/slam/test_scenes.h"

namespace isogs::test {

/// Names of the back ends that this program and machine have, for parameterised tests.
std::vector<std::string> BackendNames();
/// Throws UsageError if the machine has none of that name.
Backend MakeBackendNamed(const std::string& name);

/// One scene on one back end, with everything that passes between them in host memory.
class RasterizerHarness {
 public:
  RasterizerHarness(const std::string& backend_name, const Scene& scene);

  /// Planes [5,H,W].
  std::vector<float> Render() { return Render(scene_.camera_from_map); }
  std::vector<float> Render(const Pose& camera_from_map);
  /// Gradients [N,16] of all Gaussians, zero where there is no row.
  std::vector<float> Backward(const std::vector<float>& plane_gradients);
  Twist BackwardPose(const std::vector<float>& plane_gradients);
  std::vector<int32_t> Visible() const;
  /// Residual of the last render against `measured` planes, in pixels with silhouette above 0.9.
  PoseSystem LinearizePose(const std::vector<float>& measured, double intensity_weight, double depth_weight);

  GaussianMap& map() { return map_; }
  MapMemory& map_memory() { return *backend_.map_memory; }
  int64_t pixel_count() const { return int64_t{scene_.camera.width} * scene_.camera.height; }

 private:
  Scene scene_;
  Backend backend_;
  GaussianMap map_;
  std::vector<float> rendered_;
  DeviceBuffer planes_, gradients_, residuals_;
};

/// dL/dplanes [5,H,W] of L = 1/2 sum w r^2 for the residuals of RasterizerHarness::LinearizePose.
std::vector<float> ResidualGradients(const std::vector<float>& rendered, const std::vector<float>& measured,
                                     double intensity_weight, double depth_weight);

/// How two arrays of gradients agree.
struct Agreement {
  double relative_error = 0.0;  // |a - e| / |e|
  double cosine = 1.0;
  double bias = 0.0;  // sum (a - e) sign(e) / sum |e|: too large or too small throughout
};
Agreement Compare(const std::vector<double>& actual, const std::vector<double>& expected);

/// Share of the elements that differ by more than `tolerance` max(1, |expected|).
double FractionOver(const std::vector<float>& actual, const std::vector<double>& expected, double tolerance);

}  // namespace isogs::test
