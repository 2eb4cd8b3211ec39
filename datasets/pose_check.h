// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "shared/config/dataset_config.h"
#include "shared/types/frame.h"

namespace isogs {

/// Farther away the median of a frame's depth is not: its scale is wrong.
inline constexpr double kFarthestMedianM = 50.0;

/// What is wrong with the true poses of two frames, or with what they are compared by, in words that name the
/// key to change; nothing where the first frame's points fall onto the second by them. `stored_axes`: as the
/// data set stores them. Both frames have poses and depth, and the camera moved between them.
std::optional<std::string> FaultOfPoses(const Frame& first, const Frame& second, PoseAxes stored_axes);

}  // namespace isogs
