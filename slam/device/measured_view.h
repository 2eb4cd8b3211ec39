// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"

namespace isogs {

/// A measured depth image and where it was taken.
struct MeasuredView {
  Camera camera;
  Pose camera_from_map;
  const float* depth_m = nullptr;  // [H,W], on the back end's device; 0 = invalid
  int64_t valid_pixels = 0;
};

}  // namespace isogs
