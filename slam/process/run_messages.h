// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "slam/system/slam_system.h"

namespace isogs {

/// Says in the log what became of a frame that is not `tracking`.
void LogDoubt(int64_t position, const TrackingReport& tracking);
/// Says in the log which keyframes were taken back.
void LogTakenBack(int64_t position, const TakenBackReport& taken_back);
/// Says in the log what became of a loop.
void LogLoop(const LoopReport& loop);

}  // namespace isogs
