// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/rosbag/bag.h"

namespace isogs {

/// One file of a ROS 2 bag in SQLite, as rosbag2 and RealSense's SDK write them. Opened so that nothing
/// beside it is made or changed.
std::unique_ptr<Bag> OpenSqliteBag(const std::filesystem::path& file);

}  // namespace isogs
