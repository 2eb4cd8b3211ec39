// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/tracker.h"

#include <algorithm>
#include <utility>

#include "slam/keyframes/shared_surface.h"
#include "slam/tracking/reference_keyframe.h"

namespace isogs {
namespace {

/// Keyframes tried when a frame is lost, newest first: alignments are cheap beside losing the run.
constexpr size_t kRelocalizationKeyframes = 40;

/// Share of the image that must be comparable (valid depth, map in view) for a pose to be judged at all.
constexpr double kMinComparedShare = 0.02;

}  // namespace

Tracker::Tracker(const TrackingConfig& config, const TrackingKernels& kernels, const KeyframeStore& keyframes)
    : config_(config),
      kernels_(kernels),
      keyframes_(keyframes),
      refiner_(config, kernels),
      view_planes_(kernels.memory),
      decoded_(kernels.memory) {}

void Tracker::SetPose(const Pose& camera_from_map) { motion_.Update(camera_from_map); }

void Tracker::Remember(std::shared_ptr<const DeviceFrame> frame, const Pose& camera_from_map) {
  std::vector<Eigen::Vector3d> surface = SurfaceGrid(frame->host());
  recent_ = {std::move(frame), camera_from_map, std::move(surface)};
}

void Tracker::Correct(const Pose& newest_from_map, const Pose& remembered_from_map) {
  motion_ = MotionModel(newest_from_map, motion_.motion(), motion_.known());
  recent_.camera_from_map = remembered_from_map;
}

TrackingReport Tracker::Track(const DeviceFrame& frame, const GaussianView& map) {
  TrackingReport report;
  const Pose predicted = config_.predict ? motion_.Predict() : motion_.last();
  report.camera_from_map = predicted;
  if (config_.alignment.enabled) {
    Candidate aligned = AlignToReference(frame, map, predicted);
    if (!IsSure(aligned.alignment, config_)) TryOtherStarts(frame, map, predicted, &aligned);
    report.camera_from_map = aligned.camera_from_map;
    report.alignment = aligned.alignment;
    report.reference = aligned.reference;
  }
  Refine(frame, map, report);
  if (report.state == TrackingState::kLost) Relocalize(frame, map, report);
  if (report.state == TrackingState::kLost) {
    report.camera_from_map = motion_.last();  // better than a guess that failed
    motion_.Stop();
  } else if (report.relocalized) {
    motion_.Reset(report.camera_from_map);
  } else {
    motion_.Update(report.camera_from_map);
  }
  return report;
}

void Tracker::TryOtherStarts(const DeviceFrame& frame, const GaussianView& map, const Pose& predicted,
                             Candidate* best) {
  const auto consider = [&](const Candidate& candidate) {
    if (IsBetter(candidate.alignment, best->alignment, config_)) *best = candidate;
    return IsSure(best->alignment, config_);
  };
  if (recent_.frame == nullptr || config_.alignment.reference == AlignmentReference::kMap) return;
  if (consider(AlignToRecent(frame, predicted))) return;
  const std::optional<Pose> motion = feature_start_.FrameFromReference(recent_.frame, frame);
  if (!motion) return;
  const Pose start = *motion * recent_.camera_from_map;
  consider(AlignToRecent(frame, start));
  consider(AlignToReference(frame, map, start));
}

Tracker::Candidate Tracker::AlignToReference(const DeviceFrame& frame, const GaussianView& map,
                                             const Pose& predicted) {
  if (config_.alignment.reference == AlignmentReference::kMap) return AlignToMap(frame, map, predicted);
  const Reference reference = ChooseReference(frame.host(), predicted, keyframes_.all(), recent_,
                                              config_.alignment.min_overlap, usable_);
  if (reference.kind == ReferenceKind::kMap) return AlignToMap(frame, map, predicted);
  if (reference.kind == ReferenceKind::kKeyframe)
    return AlignToKeyframe(frame, *reference.keyframe, predicted);
  return AlignToRecent(frame, predicted);
}

Tracker::Candidate Tracker::AlignToRecent(const DeviceFrame& frame, const Pose& predicted) {
  kernels_.aligner.SetView(recent_.frame->View(), frame.camera());
  return AlignToView(frame, recent_.camera_from_map, predicted);
}

Tracker::Candidate Tracker::AlignToKeyframe(const DeviceFrame& frame, const Keyframe& keyframe,
                                            const Pose& predicted) {
  kernels_.aligner.SetView(ImagesOf(keyframe), frame.camera());
  Candidate candidate = AlignToView(frame, keyframe.camera_from_map, predicted);
  candidate.reference = keyframe.timestep;
  return candidate;
}

Tracker::Candidate Tracker::AlignToMap(const DeviceFrame& frame, const GaussianView& map,
                                       const Pose& view_from_map) {
  const Camera& camera = frame.camera();
  view_planes_.Reserve(int64_t{plane::kCount} * camera.width * camera.height);
  kernels_.rasterizer.Render(map, MakeRenderCamera(camera, view_from_map), {}, view_planes_.data());
  kernels_.aligner.SetView(view_planes_.data(), camera, static_cast<float>(config_.min_silhouette));
  return AlignToView(frame, view_from_map, view_from_map);
}

Tracker::Candidate Tracker::AlignToView(const DeviceFrame& frame, const Pose& view_from_map,
                                        const Pose& predicted) {
  kernels_.aligner.SetFrame(frame.View());
  Candidate candidate;
  candidate.alignment = kernels_.aligner.Align(predicted * view_from_map.inverse(), config_.alignment);
  candidate.camera_from_map = Orthonormalized(candidate.alignment.camera_from_view * view_from_map);
  return candidate;
}

void Tracker::Refine(const DeviceFrame& frame, const GaussianView& map, TrackingReport& report) {
  const Judgement judgement = JudgeAlignment(report.alignment, config_);
  report.state = judgement.state;
  report.doubt = judgement.doubt;
  if (config_.iterations == 0 || report.state == TrackingState::kLost) return;
  const auto intensity_rms =
      config_.alignment.enabled ? std::optional(report.alignment.intensity_rms) : std::nullopt;
  report.refinement = refiner_.Refine(frame, map, report.camera_from_map, intensity_rms);
  report.camera_from_map = report.refinement.camera_from_map;
  const double pixels = static_cast<double>(frame.camera().width) * frame.camera().height;
  if (static_cast<double>(report.refinement.pixels) < kMinComparedShare * pixels) {
    report.state = TrackingState::kLost;
    report.doubt = Doubt::kLittleShared;
  }
}

FrameView Tracker::ImagesOf(const Keyframe& keyframe) {
  if (decoded_from_ != keyframe.images) {
    decoded_view_ = keyframes_.Decode(keyframe, &decoded_);
    decoded_from_ = keyframe.images;
  }
  return decoded_view_;
}

void Tracker::Relocalize(const DeviceFrame& frame, const GaussianView& map, TrackingReport& report) {
  if (!config_.alignment.enabled) return;
  const std::vector<Keyframe>& keyframes = keyframes_.all();
  Candidate best{report.camera_from_map, report.alignment, {}};
  const auto worth = [](const AlignmentResult& alignment) {
    return alignment.inlier_ratio * alignment.agreement;
  };
  const size_t tried = std::min(keyframes.size(), kRelocalizationKeyframes);
  for (size_t i = 0; i < tried; ++i) {
    const Keyframe& keyframe = keyframes[keyframes.size() - 1 - i];
    const Candidate candidate = AlignToKeyframe(frame, keyframe, keyframe.camera_from_map);
    if (worth(candidate.alignment) > worth(best.alignment)) best = candidate;
  }
  // A second alignment from the pose found: it must hold there too, and leave no doubt.
  const std::vector<bool> usable = std::exchange(usable_, {});  // where it is, others may be near
  const Candidate confirmed = AlignToReference(frame, map, best.camera_from_map);
  usable_ = usable;
  if (JudgeAlignment(confirmed.alignment, config_).state != TrackingState::kTracking) return;
  report.camera_from_map = confirmed.camera_from_map;
  report.alignment = confirmed.alignment;
  report.reference = confirmed.reference;
  report.relocalized = true;
  Refine(frame, map, report);
}

}  // namespace isogs
