// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/tracker.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "shared/profile/stage.h"
#include "slam/keyframes/shared_surface.h"

namespace isogs {
namespace {

/// Share of the image that must be comparable (valid depth, map in view) for a pose to be judged at all.
constexpr double kMinComparedShare = 0.02;

/// Depth of so few pixels says nothing about where the camera is.
bool MeasuresLittle(const DeviceFrame& frame) {
  const double pixels = static_cast<double>(frame.camera().width) * frame.camera().height;
  return static_cast<double>(frame.valid_pixels()) < kMinComparedShare * pixels;
}

}  // namespace

Tracker::Tracker(const TrackingConfig& config, const TrackingKernels& kernels, const KeyframeStore& keyframes)
    : config_(config),
      aligner_(config, kernels, keyframes),
      relocalizer_(config, aligner_, feature_start_, keyframes),
      check_(config, aligner_, keyframes),
      keyframes_(keyframes),
      refiner_(config, kernels) {}

void Tracker::SetPose(const Pose& camera_from_map) { motion_.Update(camera_from_map); }

void Tracker::Remember(std::shared_ptr<const DeviceFrame> frame, const Pose& camera_from_map) {
  std::vector<Eigen::Vector3d> surface = SurfaceGrid(frame->host());
  recent_ = {std::move(frame), camera_from_map, std::move(surface)};
}

void Tracker::Correct(const Pose& newest_from_map, const Pose& remembered_from_map) {
  motion_ = MotionModel(newest_from_map, motion_.motion(), motion_.known());
  recent_.camera_from_map = remembered_from_map;
}

std::vector<KeyframeVerdict> Tracker::FindContradicted() {
  const auto count = static_cast<size_t>(keyframes_.size()),
             suspects = static_cast<size_t>(config_.judgement.suspect_keyframes);
  return suspects == 0 || count < 2
             ? std::vector<KeyframeVerdict>()
             : check_.FindContradicted(count - std::min(suspects, count - 1), aligner_.usable());
}

TrackingReport Tracker::Track(const DeviceFrame& frame, const MapAccess& map) {
  TrackingReport report;
  const Pose predicted = config_.predict ? motion_.Predict() : motion_.last();
  report.camera_from_map = predicted;
  if (config_.alignment.enabled && MeasuresLittle(frame)) return Lost();
  if (config_.alignment.enabled) {
    AlignedPose aligned = aligner_.AlignToChosen(frame, map, recent_, predicted);
    if (!IsSure(aligned.alignment, config_)) TryOtherStarts(frame, map, predicted, &aligned);
    report.camera_from_map = aligned.camera_from_map;
    report.alignment = aligned.alignment;
    report.reference = aligned.reference;
  }
  Refine(frame, map, report);
  if (config_.alignment.enabled) {
    JudgeSpeed(frame, report);
    ConfirmAfterDoubt(frame, map, report);
    if (report.state != TrackingState::kTracking) Relocalize(frame, map, report);
  }
  Continue(report);
  return report;
}

TrackingReport Tracker::Locate(const DeviceFrame& frame, const MapAccess& map) {
  TrackingReport report = Lost();
  if (!MeasuresLittle(frame)) Relocalize(frame, map, report);
  Continue(report);
  return report;
}

TrackingReport Tracker::Lost() {
  TrackingReport report;
  report.state = TrackingState::kLost;
  report.doubt = Doubt::kLittleShared;
  Continue(report);
  return report;
}

void Tracker::TryOtherStarts(const DeviceFrame& frame, const MapAccess& map, const Pose& predicted,
                             AlignedPose* best) {
  const Stage stage("other starts");
  const auto consider = [&](const AlignedPose& candidate) {
    if (IsBetter(candidate.alignment, best->alignment, config_)) *best = candidate;
    return IsSure(best->alignment, config_);
  };
  if (recent_.frame == nullptr || config_.alignment.reference == AlignmentReference::kMap) return;
  if (consider(aligner_.AlignToRecent(frame, recent_, predicted))) return;
  const std::optional<Pose> motion = feature_start_.FrameFromReference(*recent_.frame, frame);
  if (!motion) return;
  const Pose start = *motion * recent_.camera_from_map;
  consider(aligner_.AlignToRecent(frame, recent_, start));
  consider(aligner_.AlignToChosen(frame, map, recent_, start));
}

void Tracker::Refine(const DeviceFrame& frame, const MapAccess& map, TrackingReport& report) {
  const Stage stage("judge and refine");
  const Judgement judgement = JudgeAlignment(report.alignment, config_);
  report.state = judgement.state;
  report.doubt = judgement.doubt;
  if (config_.iterations == 0 || report.state == TrackingState::kLost) return;
  const auto intensity_rms =
      config_.alignment.enabled ? std::optional(report.alignment.intensity_rms) : std::nullopt;
  report.refinement = refiner_.Refine(frame, map(), report.camera_from_map, intensity_rms);
  report.camera_from_map = report.refinement.camera_from_map;
  const double pixels = static_cast<double>(frame.camera().width) * frame.camera().height;
  if (static_cast<double>(report.refinement.pixels) < kMinComparedShare * pixels) {
    report.state = TrackingState::kLost;
    report.doubt = Doubt::kLittleShared;
  }
}

void Tracker::JudgeSpeed(const DeviceFrame& frame, TrackingReport& report) const {
  report.speed = SpeedSince(recent_, frame.host(), report.camera_from_map);
  if (report.state != TrackingState::kTracking || !report.speed) return;
  if (!IsTooFast(*report.speed, config_.judgement)) return;
  report.state = TrackingState::kUncertain;
  report.doubt = Doubt::kTooFast;
}

void Tracker::ConfirmAfterDoubt(const DeviceFrame& frame, const MapAccess& map, TrackingReport& report) {
  if (report.state != TrackingState::kTracking || !in_doubt_ || IsSure(report.alignment, config_)) return;
  const Stage stage("confirm after doubt");
  if (relocalizer_.MapAgrees(frame, map, report.camera_from_map)) return;
  report.state = TrackingState::kUncertain;
  report.doubt = Doubt::kUnconfirmed;
}

void Tracker::Relocalize(const DeviceFrame& frame, const MapAccess& map, TrackingReport& report) {
  const Stage stage("relocalise");
  const std::optional<AlignedPose> found = relocalizer_.Find(frame, map);
  if (!found) return;
  report.camera_from_map = found->camera_from_map;
  report.alignment = found->alignment;
  report.reference = found->reference;
  report.relocalized = true;
  report.speed.reset();
  Refine(frame, map, report);
}

void Tracker::Continue(TrackingReport& report) {
  in_doubt_ = report.state != TrackingState::kTracking;
  if (report.state == TrackingState::kLost) {
    report.camera_from_map = motion_.last();  // better than a guess that failed
    motion_.Stop();
  } else if (report.relocalized) {
    motion_.Reset(report.camera_from_map);
  } else {
    motion_.Update(report.camera_from_map);
  }
}

}  // namespace isogs
