// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/rosbag/bag.h"

namespace isogs {

/// A ROS 1 bag of version 2.0 (wiki.ros.org/Bags/Format/2.0), chunks as they are, bz2 or lz4. Its index is
/// not used: a message's stamp stands in the message, so that each is visited either way, and a bag that was
/// never closed, and has none, is read the same way.
std::unique_ptr<Bag> OpenRos1Bag(const std::filesystem::path& file);

}  // namespace isogs
