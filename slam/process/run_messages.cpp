// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/run_messages.h"

#include <spdlog/spdlog.h>

namespace isogs {

void LogDoubt(int64_t position, const TrackingReport& tracking) {
  spdlog::warn("frame {}: {} ({}); {:.0f} % of the reference is seen, {:.0f} % of that agrees", position,
               ToString(tracking.state), ToString(tracking.doubt), 100.0 * tracking.alignment.visible_ratio,
               100.0 * tracking.alignment.agreement);
}

void LogLoop(const LoopReport& loop) {
  const double gap_mm = 1000.0 * loop.gap_m;
  if (loop.outcome == LoopOutcome::kClosed) {
    spdlog::info(
        "frame {}: loop closed with frame {}, {:.1f} mm off after {:.1f} m; poses moved by {:.1f} mm at "
        "most, {} edges",
        loop.to, loop.from, gap_mm, loop.way_m, 1000.0 * loop.moved_m, loop.edges);
  } else if (loop.outcome == LoopOutcome::kNoted) {
    spdlog::debug("frame {}: frame {} seen again, {:.1f} mm off after {:.1f} m; nothing to correct, {} edges",
                  loop.to, loop.from, gap_mm, loop.way_m, loop.edges);
  } else {
    spdlog::info(
        "frame {}: a loop with frame {} is not believed: {:.1f} mm off after {:.1f} m, an alignment would be "
        "{:.1f} mm wrong",
        loop.to, loop.from, gap_mm, loop.way_m, 1000.0 * loop.stretch_m);
  }
}

}  // namespace isogs
