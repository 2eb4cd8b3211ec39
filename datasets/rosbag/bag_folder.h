// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

namespace isogs {

/// Is there a file in the folder that is named as a recording is?
bool HasBagFiles(const std::filesystem::path& folder);

/// The files of the one recording that the folder holds, in the order in which they were recorded: as ROS 2's
/// metadata.yaml lists them, or else by the numbers at the ends of their names. Throws UsageError where there
/// are none, or several recordings, or they are packed.
std::vector<std::filesystem::path> BagFilesOf(const std::filesystem::path& folder);

}  // namespace isogs
