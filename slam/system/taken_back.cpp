// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/system/taken_back.h"

#include <algorithm>

namespace isogs {

TakenBackReport ReportOf(std::span<const KeyframeVerdict> contradicted, std::span<const Keyframe> keyframes) {
  TakenBackReport report;
  for (const KeyframeVerdict& verdict : contradicted) {
    report.keyframes.push_back(keyframes[verdict.keyframe].timestep);
    report.confirm += verdict.confirm;
    report.contradict += verdict.contradict;
    report.off_m = std::max(report.off_m, verdict.off_m);
  }
  return report;
}

void DoubtFramesOf(std::span<const size_t> wrong, std::span<const Keyframe> keyframes,
                   std::vector<FrameRecord>* frames) {
  for (const size_t k : wrong) {
    const size_t end =
        k + 1 < keyframes.size() ? static_cast<size_t>(keyframes[k + 1].timestep) : frames->size();
    for (auto t = static_cast<size_t>(keyframes[k].timestep); t < end; ++t) {
      TrackingState& state = (*frames)[t].state;
      if (state == TrackingState::kTracking) state = TrackingState::kUncertain;
    }
  }
}

}  // namespace isogs
