// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "shared/config/config.h"
#include "shared/types/frame.h"
#include "slam/process/live_figures.h"
#include "slam/process/realtime_pacer.h"
#include "slam/system/slam_system.h"

namespace isogs {

/// Measures how well a live run keeps up with its camera and, where run.pacing is realtime, makes mapping
/// take no longer than there is time. For one thread.
class KeepingUp {
 public:
  /// `camera_is_there` is asked after every frame.
  KeepingUp(const Config& config, bool is_realtime, std::function<bool()> camera_is_there);

  /// After `system` has processed `frame`; of frames that came from a camera alone. `dropped`: frames, so
  /// far.
  std::optional<LiveFigures> Add(SlamSystem& system, const Frame& frame, int64_t dropped);
  bool camera_is_there() const { return camera_is_there_(); }
  /// After it has mapped one of the frames before.
  void AddMapped(SlamSystem& system, const MappedFrame& mapped);

 private:
  void SetEffort(SlamSystem& system);

  bool is_realtime_;
  std::function<bool()> camera_is_there_;
  RealtimePacer pacer_;
  int64_t dropped_ = 0;  // when it was said last
  int64_t said_ns_ = 0;
};

}  // namespace isogs
