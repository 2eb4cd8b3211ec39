// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/image/image.h"

namespace isogs {

/// A colour camera of its own beside the depth camera.
struct ColorCamera {
  Camera camera;
  Pose color_from_depth = Pose::Identity();  // from the depth camera's frame to the colour camera's
};

/// The colours [3,H,W] that the depth camera's pixels have: each is looked up, bilinearly, where its surface
/// point lies in the colour image. Pixels without depth borrow that of their neighbour to the left, so that
/// they get a plausible colour too. What the colour camera does not see gets its nearest border pixel.
Image<uint8_t> RegisterColor(const Image<uint8_t>& color, const ColorCamera& color_camera,
                             const Image<float>& depth_m, const Camera& depth_camera);

}  // namespace isogs
