// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "datasets/dataset.h"

namespace isogs {

// Recordings of ROS: ROS 1 bags, and ROS 2 bags in SQLite or MCAP, of one file or of a folder.
// A frame is a colour and a depth image whose headers' stamps are less than 20 ms apart, paired as TUM's are;
// its time is the colour's. Of two images of one stamp the first is taken. Intrinsics and distortion are
// camera_info's. Where colour and depth name different frames, tf says how their cameras lie, and colours are
// looked up (register_color).

bool CanReadRosbag(const DatasetConfig& config);
std::unique_ptr<Dataset> OpenRosbag(const DatasetConfig& config);

}  // namespace isogs
