// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "run/frame_record.h"
#include "slam/keyframes/keyframe.h"
#include "slam/tracking/keyframe_check.h"

namespace isogs {

/// Keyframes whose poses were wrong, and what was made from them.
struct TakenBackReport {
  std::vector<int64_t> keyframes;  // positions in the run
  int64_t gaussians = 0;
  int confirm = 0, contradict = 0;  // what keyframes that were asked said, see KeyframeVerdict
  double off_m = 0.0;
};

/// Of what is to be taken back; the Gaussians are the caller's.
TakenBackReport ReportOf(std::span<const KeyframeVerdict> contradicted, std::span<const Keyframe> keyframes);

/// Frames that were tracked from keyframes `wrong`, each until the next one, are no longer believed.
void DoubtFramesOf(std::span<const size_t> wrong, std::span<const Keyframe> keyframes,
                   std::vector<FrameRecord>* frames);

}  // namespace isogs
