// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

#include "run/frame_record.h"
#include "slam/process/live_figures.h"
#include "slam/system/slam_system.h"

namespace isogs {

/// What metrics.jsonl has of a frame: the one at `position` of the run, done `seconds` after it began.
/// `live`: of a frame that came from a camera.
nlohmann::ordered_json FrameLine(const FrameRecord& frame, int64_t position, const FrameReport& report,
                                 const std::optional<LiveFigures>& live, double seconds);

}  // namespace isogs
