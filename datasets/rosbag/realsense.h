// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "datasets/rosbag/recording.h"
#include "shared/geometry/pose.h"

namespace isogs {

// What RealSense's SDK records in ways of its own, beside an image topic .../Depth_0/image/data.

/// Units a metre of depth in whole numbers, which are the sensor's own there; nothing in other recordings,
/// whose depth is in millimetres (REP 118).
std::optional<double> RealsenseDepthUnits(const Recording& recording, const BagTopic& depth);

/// From depth's camera to colour's, of a ROS 1 bag, where all images name the frame "0". Nothing in others.
std::optional<Pose> RealsenseColorFromDepth(const Recording& recording, const BagTopic& color,
                                            const BagTopic& depth);

}  // namespace isogs
