// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "run/frame_record.h"
#include "shared/io/metrics_log.h"
#include "slam/process/live_figures.h"
#include "slam/system/slam_system.h"

namespace isogs {

/// The lines of metrics.jsonl, one a frame in the frames' order: that of a frame which is mapped beside the
/// next ones, and theirs, wait until it is.
class FrameLines {
 public:
  /// `log` must outlive it.
  explicit FrameLines(MetricsLog& log) : log_(log) {}

  /// `frame` at `position` of the run was done `seconds` after it began.
  void Add(const FrameRecord& frame, int64_t position, const FrameReport& report,
           const std::optional<LiveFigures>& live, double seconds);
  /// One of the frames is mapped now.
  void AddMapped(const MappedFrame& mapped);
  /// Appends the lines that wait for nothing. Throws what the log throws.
  void AppendReady();
  /// Appends all, also those of frames that will not be mapped any more.
  void AppendAll();

 private:
  struct Pending {
    FrameRecord frame;
    int64_t position = 0;
    FrameReport report;
    std::optional<LiveFigures> live;
    double seconds = 0.0;
  };

  void AppendFirst();

  MetricsLog& log_;
  std::deque<Pending> pending_;
};

}  // namespace isogs
