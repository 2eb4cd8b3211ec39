// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "shared/io/json_lines.h"
#include "shared/types/tracking_state.h"

namespace isogs {

/// A line of metrics.jsonl. Numbers that it does not say are NaN.
struct FrameFigures {
  int64_t frame = 0;  // position in the run
  int64_t dataset_index = 0;
  TrackingState state = TrackingState::kTracking;
  std::string doubt;  // why it is not kTracking; empty: not said
  double track_ms = 0.0;
  double map_ms = 0.0;
  double depth_rms_m = 0.0;  // of the alignment
  double gaussians = 0.0;
  double mapped_psnr_db = 0.0;  // of the frame at the end of its mapping call
};

/// A place that was seen again.
struct LoopEvent {
  int64_t frame = 0;
  std::string outcome;
  int64_t from = 0;
  int64_t to = 0;
  double gap_m = 0.0;
  double way_m = 0.0;
  double moved_m = 0.0;
};

/// Keyframes that were found wrong.
struct TakenBackEvent {
  int64_t frame = 0;
  int64_t keyframes = 0;
  int64_t gaussians = 0;
  double off_m = 0.0;
};

/// What metrics.jsonl says of a run.
struct FrameSeries {
  std::vector<FrameFigures> frames;  // in their order
  std::vector<LoopEvent> loops;
  std::vector<TakenBackEvent> taken_back;
  DamagedLines damaged;  // left out
};

/// Lines without a frame or a known state count as damaged. Throws Error if the file cannot be read.
FrameSeries ReadFrameSeries(const std::filesystem::path& metrics);

}  // namespace isogs
