// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <vector>

#include "shared/geometry/pose.h"
#include "shared/types/keyframe_use.h"
#include "slam/keyframes/compact_frame.h"
#include "slam/keyframes/depth_cells.h"

namespace isogs {

/// A frame the map is optimised on, with the pose it was mapped from.
struct Keyframe {
  int64_t timestep = 0;  // position in the run
  Pose camera_from_map = Pose::Identity();
  KeyframeUse use;
  std::shared_ptr<const CompactFrame> images;  // as they were read
  std::vector<Eigen::Vector3d> surface;        // points that it measured, see SurfaceGrid
  DepthCells depth;                            // what it measured, in little
};

}  // namespace isogs
