// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "run/params_file.h"

namespace isogs {

/// A run's params, with poses: `file` is where they were found.
struct RunCameras {
  std::filesystem::path file;
  Params params;
};

/// Reads what `input` names (see ReadMapInput). Throws UsageError for splats, which tell no cameras,
/// Error if no frame's pose is known. Frames that were lost are left out, because their poses are guesses;
/// with `keyframes`, all others are, too.
RunCameras ReadRunCameras(const std::filesystem::path& input, bool keyframes = false);

}  // namespace isogs
