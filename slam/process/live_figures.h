// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "slam/system/mapping_effort.h"

namespace isogs {

/// How well a run keeps up with its camera.
struct LiveFigures {
  bool camera_is_there = false;
  int64_t dropped = 0;      // frames, so far
  double latency_ms = 0.0;  // from the last frame's arrival until its pose was known
  MappingEffort effort;     // of the next frame
};

}  // namespace isogs
