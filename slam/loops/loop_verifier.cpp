// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/loops/loop_verifier.h"

#include <numbers>

#include "slam/features/feature_pose.h"
#include "slam/tracking/judgement.h"

namespace isogs {
namespace {

bool IsCertain(const AlignmentResult& alignment, const TrackingConfig& config) {
  return JudgeAlignment(alignment, config).state == TrackingState::kTracking && IsSure(alignment, config);
}

}  // namespace

LoopVerifier::LoopVerifier(const LoopsConfig& loops, const TrackingConfig& tracking,
                           const TrackingKernels& kernels, const KeyframeStore& keyframes)
    : loops_(loops),
      tracking_(tracking),
      kernels_(kernels),
      keyframes_(keyframes),
      decoded_(kernels.memory) {}

void LoopVerifier::SetFrame(const DeviceFrame& frame) {
  frame_ = &frame;
  frame_features_.reset();
}

std::optional<VerifiedLoop> LoopVerifier::Verify(const Keyframe& keyframe,
                                                 const std::optional<Pose>& frame_from_keyframe) {
  view_ = keyframes_.Decode(keyframe, &decoded_);
  if (frame_from_keyframe) {
    if (auto loop = AlignBothWays(keyframe, *frame_from_keyframe)) return loop;
  }
  const std::optional<Pose> start = StartByFeatures(keyframe);
  return start ? AlignBothWays(keyframe, *start) : std::nullopt;
}

std::optional<VerifiedLoop> LoopVerifier::AlignBothWays(const Keyframe& keyframe, const Pose& start) {
  kernels_.aligner.SetView(view_, keyframe.images->camera());
  kernels_.aligner.SetFrame(frame_->View());
  const AlignmentResult there = kernels_.aligner.Align(start, tracking_.alignment);
  if (!IsCertain(there, tracking_)) return std::nullopt;
  // From the same start, not from what was found: it must be found again.
  kernels_.aligner.SetView(frame_->View(), frame_->camera());
  kernels_.aligner.SetFrame(view_);
  const AlignmentResult back = kernels_.aligner.Align(start.inverse(), tracking_.alignment);
  if (!IsCertain(back, tracking_)) return std::nullopt;
  const Pose disagreement = there.camera_from_view * back.camera_from_view;
  const double degrees = 180.0 / std::numbers::pi * RotationAngle(disagreement.linear());
  if (!(disagreement.translation().norm() < loops_.max_disagreement_m)) return std::nullopt;
  if (!(degrees < loops_.max_disagreement_deg)) return std::nullopt;
  // Half way between the two.
  const Pose motion = ExpSe3(-0.5 * LogSe3(disagreement)) * there.camera_from_view;
  return VerifiedLoop{Orthonormalized(motion), there.information};
}

std::optional<Pose> LoopVerifier::StartByFeatures(const Keyframe& keyframe) {
  if (!frame_features_) {
    frame_features_ = ExtractFeatures(frame_->DownloadColor(), frame_->host().depth_m, frame_->camera());
  }
  const Camera& camera = keyframe.images->camera();
  Image<float> depth_m(1, camera.height, camera.width);
  decoded_.depth_m.Download(depth_m.data(), static_cast<int64_t>(depth_m.values().size()));
  const FrameFeatures features = ExtractFeatures(keyframe.images->DownloadColor(), depth_m, camera);
  const std::optional<FeaturePose> found = FindFeaturePose(features, *frame_features_);
  if (!found) return std::nullopt;
  return found->frame_from_reference;
}

}  // namespace isogs
