// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "shared/config/tracking_config.h"
#include "shared/types/frame.h"
#include "slam/tracking/recent_frame.h"

namespace isogs {

/// How fast a camera went from one frame to another, if their poses are right.
struct CameraSpeed {
  double m_per_s = 0.0;
  double deg_per_s = 0.0;
};

/// Since the recent frame. Nothing where there is none, or where the data set has no times for both, in
/// order: a frame rate that was only assumed would make right poses wrong.
std::optional<CameraSpeed> SpeedSince(const RecentFrame& recent, const Frame& frame,
                                      const Pose& camera_from_map);

bool IsTooFast(const CameraSpeed& speed, const JudgementConfig& limits);

}  // namespace isogs
