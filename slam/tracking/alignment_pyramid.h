// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "shared/geometry/camera.h"
#include "slam/device/frame_view.h"
#include "slam/tracking/padded_plane.h"

namespace isogs {

/// What both sides of an alignment have at each pyramid level. 1/z rather than z: on a plane it is affine in
/// pixel coordinates, so that means, differences and tests of planarity are exact there.
struct PyramidLevel {
  Camera camera;
  PaddedPlane<float> inverse_depth;  // [1/m], 0 = invalid
  PaddedPlane<float> grey;           // mean of r, g, b
};

/// One level of the rendered view: a surface point with its normal, its grey value and gradient per pixel.
struct ViewLevel : PyramidLevel {
  PaddedPlane<float> depth_m;      // 0 where the pixel has no part: unseen, or beside a depth edge
  PaddedPlane<float> normal[3];    // unit normal / RelativeDepthSigma, in the view's camera
  PaddedPlane<float> gradient[2];  // of grey [1/px]
  double mean_inverse_depth = 0.0;
  int64_t usable = 0;  // pixels that have a part
};

/// One level of the measured frame.
struct FrameLevel : PyramidLevel {
  PaddedPlane<float> depth_m;        // 0 where invalid or beside a depth edge
  PaddedPlane<uint32_t> grey_pairs;  // grey of (x, y) and (x + 1, y) in 16 bits each: bilinear in two gathers
};

/// Builds the levels of PyramidCameras from rendered planes [5,H,W]; pixels with silhouette at or below
/// `min_silhouette` are left out.
void BuildViewPyramid(const float* planes, const Camera& camera, float min_silhouette,
                      std::vector<ViewLevel>* levels);
/// Builds a view from a measured frame.
void BuildViewPyramid(const FrameView& frame, const Camera& camera, std::vector<ViewLevel>* levels);
void BuildFramePyramid(const FrameView& frame, const Camera& camera, std::vector<FrameLevel>* levels);

}  // namespace isogs
