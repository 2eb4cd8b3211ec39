// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shared/config/mapping_config.h"
#include "shared/geometry/camera.h"
#include "shared/geometry/depth_sensor.h"
#include "shared/geometry/pose.h"
#include "slam/keyframes/depth_cells.h"
#include "slam/keyframes/keyframe.h"

namespace isogs {

/// A depth image and where it was taken.
struct DepthView {
  const DepthCells& depth;
  const Camera& camera;
  const Pose& camera_from_map;
};

/// Cells of a view where it measures what keyframes taken about then saw through, more of them than saw it
/// there (docs/method.md, "What moves"): [cells], 1 for such, those around them, too; empty: there are none.
/// `witnesses` may be of any number; the view itself is none of them.
std::vector<uint8_t> FindMovingParts(const DepthView& view, std::span<const Keyframe* const> witnesses,
                                     const MovingConfig& config, DepthSensor sensor);

}  // namespace isogs
