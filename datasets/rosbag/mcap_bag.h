// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/rosbag/bag.h"

namespace isogs {

/// An MCAP file (mcap.dev/spec) of ROS messages, of ROS 2 (cdr) or ROS 1 (ros1): chunks as they are, lz4 or
/// zstd, or none. Neither its summary nor its message indexes are used, for the reason that OpenRos1Bag
/// gives; so a file without them, also one whose writer was killed, is read the same way.
std::unique_ptr<Bag> OpenMcapBag(const std::filesystem::path& file);

}  // namespace isogs
