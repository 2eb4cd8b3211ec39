// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/run_messages.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <string>

namespace isogs {

void LogDoubt(int64_t position, const TrackingReport& tracking) {
  if (tracking.doubt == Doubt::kTooFast && tracking.speed) {
    spdlog::warn(
        "frame {}: {} ({}); its pose would be {:.1f} m/s and {:.0f} degrees/s since the last one believed",
        position, ToString(tracking.state), ToString(tracking.doubt), tracking.speed->m_per_s,
        tracking.speed->deg_per_s);
    return;
  }
  spdlog::warn("frame {}: {} ({}); {:.0f} % of the reference is seen, {:.0f} % of that agrees", position,
               ToString(tracking.state), ToString(tracking.doubt), 100.0 * tracking.alignment.visible_ratio,
               100.0 * tracking.alignment.agreement);
}

void LogTakenBack(int64_t position, const TakenBackReport& taken_back) {
  const std::string off =
      taken_back.off_m > 0.0 ? fmt::format(", {:.0f} mm off at most", 1000.0 * taken_back.off_m) : "";
  spdlog::warn(
      "frame {}: mapped from wrong poses and taken back: frame(s) {} with {} Gaussians; older keyframes "
      "contradict {} times and confirm {} times{}",
      position, fmt::join(taken_back.keyframes, ", "), taken_back.gaussians, taken_back.contradict,
      taken_back.confirm, off);
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
