// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <memory>
#include <vector>

#include "shared/geometry/pose.h"
#include "slam/device/device_frame.h"

namespace isogs {

/// The newest frame that is TrackingState::kTracking, to align others against.
struct RecentFrame {
  std::shared_ptr<const DeviceFrame> frame;  // null: there is none
  Pose camera_from_map = Pose::Identity();
  std::vector<Eigen::Vector3d> surface;  // see SurfaceGrid
};

}  // namespace isogs
