// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/tracking_config.h"
#include "shared/types/tracking_state.h"
#include "slam/tracking/frame_aligner.h"

namespace isogs {

/// Why a pose is doubted; the first that applies, in this order.
enum class Doubt {
  kNone,
  kLittleShared,  ///< the frame sees little of the reference's surface
  kDisagrees,     ///< depth or greys of frame and reference differ where both see
  kNotHeld,       ///< what both see leaves a direction open, as a bare wall does
  kBrightness,    ///< greys agree only at a brightness that no exposure explains: a black frame
  kNotConverged,
  kTooFast,     ///< no hand moves a camera so far in the time since the last frame believed
  kUnconfirmed  ///< nothing of the above, but it follows a frame in doubt, and the map does not agree
};
const char* ToString(Doubt doubt);

struct Judgement {
  TrackingState state = TrackingState::kTracking;
  Doubt doubt = Doubt::kNone;
};

/// How far an alignment is to be believed (docs/method.md, "Tracking").
Judgement JudgeAlignment(const AlignmentResult& alignment, const TrackingConfig& config);

/// Whether other starts need not be tried.
bool IsSure(const AlignmentResult& alignment, const TrackingConfig& config);
/// Whether most of the reference is seen, too, and hardly anything of it disagrees.
bool IsClear(const AlignmentResult& alignment, const TrackingConfig& config);
/// Whether `a` is to be believed rather than `b`: by state, then by whether one is sure, then by agreement,
/// which alone would prefer a sliver of the reference that fits to most of it that nearly does.
bool IsBetter(const AlignmentResult& a, const AlignmentResult& b, const TrackingConfig& config);

}  // namespace isogs
