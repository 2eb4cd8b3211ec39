// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace isogs {

/// How sure tracking is of a frame's pose (docs/method.md, "Tracking"). The numbers stand in files.
enum class TrackingState : int32_t { kTracking = 0, kUncertain = 1, kLost = 2, kLast = kLost };

inline const char* ToString(TrackingState state) {
  constexpr const char* kNames[] = {"tracking", "uncertain", "lost"};
  return kNames[static_cast<int32_t>(state)];
}

}  // namespace isogs
