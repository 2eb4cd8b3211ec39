// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/image/image.h"
#include "shared/types/gaussian_cloud.h"
#include "slam/backend/backend.h"
#include "slam/device/device_buffer.h"

namespace isogs {

/// A rendered image in host memory.
struct RenderedView {
  Image<float> color;       // [3,H,W]
  Image<float> depth_m;     // [1,H,W] see SeenDepth
  Image<float> silhouette;  // [1,H,W]
};

/// Renders one map from many poses with a back end.
class MapRenderer {
 public:
  MapRenderer(Backend backend, const GaussianCloud& map);

  RenderedView Render(const Camera& camera, const Pose& camera_from_map);

  /// The map's density at the samples, [S].
  std::vector<float> Densities(const PixelSamples& samples, const IsoOptions& options);

  const Backend& backend() const { return backend_; }

 private:
  GaussianView View() const;

  Backend backend_;
  int64_t count_;
  DeviceBuffer means_, colors_, rotations_, logit_opacities_, log_scales_, planes_;
};

}  // namespace isogs
