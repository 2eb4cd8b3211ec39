// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "shared/geometry/pose.h"
#include "slam/device_frame.h"

namespace isogs {

/// A frame the map is optimised on, with the pose it was mapped from.
struct Keyframe {
  int64_t timestep = 0;  // position in the run
  Pose camera_from_map = Pose::Identity();
  std::shared_ptr<const DeviceFrame> frame;
  uint64_t image_hash = 0;  // of `frame`
};

}  // namespace isogs
