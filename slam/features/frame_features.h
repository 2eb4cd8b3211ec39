// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <vector>

#include "shared/geometry/camera.h"
#include "shared/image/image.h"

namespace isogs {

/// Points of an image that are found again from elsewhere: SIFT (Lowe, IJCV 2004; OpenCV's).
struct FrameFeatures {
  static constexpr int kDescriptorSize = 128;

  Camera camera;
  std::vector<Eigen::Vector2f> pixels;  // [N], centres at integers
  std::vector<Eigen::Vector3d> points;  // [N], in the camera's axes [m]; z = 0 where depth is unknown
  std::vector<float> descriptors;       // [N,128]

  size_t size() const { return pixels.size(); }
};

/// Of colours [3,H,W] in 0..1 and depth [1,H,W]: the strongest features, some hundreds. The same bit for bit
/// on any number of threads.
FrameFeatures ExtractFeatures(const Image<float>& color, const Image<float>& depth_m, const Camera& camera);

}  // namespace isogs
