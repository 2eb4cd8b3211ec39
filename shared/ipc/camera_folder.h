// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace isogs {

/// Where the processes of a live camera meet, in place of a run directory: its folder holds the lock of the
/// role kCamera, and names the session of the channel kCamera. It lies in shared memory, for this user alone.

/// The folder of the camera `name`, which need not be there yet. Throws UsageError unless the name has 1 to
/// 64 letters, digits, - and _.
std::filesystem::path CameraFolder(const std::string& name);

/// The same, made. Throws Error if it, or the folder of all cameras, is another user's.
std::filesystem::path MakeCameraFolder(const std::string& name);

}  // namespace isogs
