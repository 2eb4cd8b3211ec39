// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/image/image.h"

namespace isogs {

/// One RGB-D frame at working resolution: colour and depth registered to the same camera.
struct Frame {
  int64_t index = 0;         ///< position in the data set, from 0
  double timestamp_s = 0.0;  ///< the data set's time; the index where it has none
  bool has_time = false;     ///< whether it is a time
  int64_t arrival_ns = 0;    ///< when a live camera had it, on the clock of MonotonicNs; 0: read from disk
  Camera camera;
  Image<float> color;                     ///< [3,H,W], RGB in 0..1
  Image<float> depth_m;                   ///< [1,H,W], z-depth, 0 = invalid
  float depth_units_per_m = 0.0f;         ///< of the depth image that was read; 0 where there was none
  float stored_depth_median_m = 0.0f;     ///< of all that is stored there, near or far; 0 where nothing is
  std::optional<Pose> world_from_camera;  ///< the data set's pose, where it has one
};

}  // namespace isogs
