// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/frame_lines.h"

#include <utility>

#include "slam/process/frame_line.h"

namespace isogs {

void FrameLines::Add(const FrameRecord& frame, int64_t position, const FrameReport& report,
                     const std::optional<LiveFigures>& live, double seconds) {
  pending_.push_back({frame, position, report, live, seconds});
}

void FrameLines::AddMapped(const MappedFrame& mapped) {
  for (Pending& pending : pending_) {
    if (pending.position != mapped.position) continue;
    pending.report.mapping = mapped.mapping;
    pending.report.map_ms = mapped.map_ms;
  }
}

void FrameLines::AppendReady() {
  while (!pending_.empty() && (!pending_.front().report.is_keyframe || pending_.front().report.mapping))
    AppendFirst();
}

void FrameLines::AppendAll() {
  while (!pending_.empty()) AppendFirst();
}

void FrameLines::AppendFirst() {
  const Pending first = std::move(pending_.front());
  pending_.pop_front();  // the log keeps a line that it cannot write
  log_.Append(FrameLine(first.frame, first.position, first.report, first.live, first.seconds));
}

}  // namespace isogs
