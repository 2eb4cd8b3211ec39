// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/camera_speed.h"

#include <algorithm>
#include <numbers>

namespace isogs {
namespace {

/// Time stamps are when images arrived, and bunch up: no two frames count as closer than this.
constexpr double kLeastInterval_s = 1.0 / 30.0;

bool IsBeyond(double value, double limit) { return limit > 0.0 && value > limit; }

}  // namespace

std::optional<CameraSpeed> SpeedSince(const RecentFrame& recent, const Frame& frame,
                                      const Pose& camera_from_map) {
  if (recent.frame == nullptr || !frame.has_time || !recent.frame->host().has_time) return std::nullopt;
  const double interval_s = frame.timestamp_s - recent.frame->host().timestamp_s;
  if (!(interval_s > 0.0)) return std::nullopt;
  const double counted_s = std::max(interval_s, kLeastInterval_s);
  const Pose motion = recent.camera_from_map * camera_from_map.inverse();
  return CameraSpeed{motion.translation().norm() / counted_s,
                     180.0 / std::numbers::pi * RotationAngle(motion.linear()) / counted_s};
}

bool IsTooFast(const CameraSpeed& speed, const JudgementConfig& limits) {
  return IsBeyond(speed.m_per_s, limits.max_speed_m_per_s) ||
         IsBeyond(speed.deg_per_s, limits.max_turn_deg_per_s);
}

}  // namespace isogs
