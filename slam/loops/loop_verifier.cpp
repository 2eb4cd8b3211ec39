// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/loops/loop_verifier.h"

#include <numbers>

#include "slam/tracking/judgement.h"

namespace isogs {
namespace {

bool IsCertain(const AlignmentResult& alignment, const TrackingConfig& config) {
  return JudgeAlignment(alignment, config).state == TrackingState::kTracking && IsSure(alignment, config);
}

}  // namespace

std::optional<VerifiedLoop> LoopVerifier::Verify(const DeviceFrame& frame, const Keyframe& keyframe,
                                                 const std::optional<Pose>& frame_from_keyframe) {
  if (frame_from_keyframe) {
    if (auto loop = AlignBothWays(frame, keyframe, *frame_from_keyframe)) return loop;
  }
  const std::optional<Pose> start = features_.FrameFromKeyframe(keyframe, frame, aligner_);
  return start ? AlignBothWays(frame, keyframe, *start) : std::nullopt;
}

std::optional<VerifiedLoop> LoopVerifier::AlignBothWays(const DeviceFrame& frame, const Keyframe& keyframe,
                                                        const Pose& start) {
  const AlignmentResult there =
      aligner_.AlignToKeyframe(frame, keyframe, start * keyframe.camera_from_map).alignment;
  if (!IsCertain(there, tracking_)) return std::nullopt;
  // From the same start, not from what was found: it must be found again.
  const AlignmentResult back = aligner_.AlignKeyframeTo(frame, keyframe, start.inverse());
  if (!IsCertain(back, tracking_)) return std::nullopt;
  const Pose disagreement = there.camera_from_view * back.camera_from_view;
  const double degrees = 180.0 / std::numbers::pi * RotationAngle(disagreement.linear());
  if (!(disagreement.translation().norm() < loops_.max_disagreement_m)) return std::nullopt;
  if (!(degrees < loops_.max_disagreement_deg)) return std::nullopt;
  const Pose half_way = ExpSe3(-0.5 * LogSe3(disagreement)) * there.camera_from_view;
  return VerifiedLoop{Orthonormalized(half_way), there.information};
}

}  // namespace isogs
