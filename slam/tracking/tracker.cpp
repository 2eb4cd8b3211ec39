// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/tracker.h"

#include <algorithm>

namespace isogs {
namespace {

/// Keyframes tried when a frame is lost, newest first: renders are cheap beside losing the run.
constexpr size_t kRelocalizationKeyframes = 40;

/// Share of the image that must be comparable (valid depth, map in view) for a pose to be judged at all.
constexpr double kMinComparedShare = 0.02;

}  // namespace

Tracker::Tracker(const TrackingConfig& config, Backend& backend)
    : config_(config), backend_(backend), refiner_(config, backend), view_planes_(backend.memory) {}

void Tracker::SetPose(const Pose& camera_from_map) { motion_.Update(camera_from_map); }

TrackingReport Tracker::Track(const DeviceFrame& frame, const GaussianView& map,
                              const std::vector<Keyframe>& keyframes) {
  TrackingReport report;
  const Pose predicted = config_.predict ? motion_.Predict() : motion_.last();
  report.camera_from_map = predicted;
  if (config_.alignment.enabled) {
    const Candidate aligned = Align(frame, map, predicted);
    report.camera_from_map = aligned.camera_from_map;
    report.alignment = aligned.alignment;
  }
  Refine(frame, map, report);
  if (report.state == TrackingState::kLost) Relocalize(frame, map, keyframes, report);
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

Tracker::Candidate Tracker::Align(const DeviceFrame& frame, const GaussianView& map,
                                  const Pose& view_from_map) {
  const Camera& camera = frame.camera();
  view_planes_.Reserve(int64_t{plane::kCount} * camera.width * camera.height);
  backend_.rasterizer->Render(map, MakeRenderCamera(camera, view_from_map), {}, view_planes_.data());
  backend_.aligner->SetView(view_planes_.data(), camera, static_cast<float>(config_.min_silhouette));
  backend_.aligner->SetFrame(frame.View());
  Candidate candidate;
  candidate.alignment = backend_.aligner->Align(Pose::Identity(), config_.alignment);
  candidate.camera_from_map = Orthonormalized(candidate.alignment.camera_from_view * view_from_map);
  return candidate;
}

void Tracker::Refine(const DeviceFrame& frame, const GaussianView& map, TrackingReport& report) {
  report.state = JudgeAlignment(report.alignment);
  if (config_.iterations == 0 || report.state == TrackingState::kLost) return;
  const auto intensity_rms =
      config_.alignment.enabled ? std::optional(report.alignment.intensity_rms) : std::nullopt;
  report.refinement = refiner_.Refine(frame, map, report.camera_from_map, intensity_rms);
  report.camera_from_map = report.refinement.camera_from_map;
  const double pixels = static_cast<double>(frame.camera().width) * frame.camera().height;
  if (static_cast<double>(report.refinement.pixels) < kMinComparedShare * pixels)
    report.state = TrackingState::kLost;
}

TrackingState Tracker::JudgeAlignment(const AlignmentResult& alignment) const {
  if (!config_.alignment.enabled) return TrackingState::kTracking;
  if (alignment.inlier_ratio < config_.alignment.min_inlier_ratio) return TrackingState::kLost;
  if (alignment.inlier_ratio < config_.alignment.uncertain_inlier_ratio) return TrackingState::kUncertain;
  return TrackingState::kTracking;
}

void Tracker::Relocalize(const DeviceFrame& frame, const GaussianView& map,
                         const std::vector<Keyframe>& keyframes, TrackingReport& report) {
  if (!config_.alignment.enabled) return;
  TrackingReport best = report;
  const size_t tried = std::min(keyframes.size(), kRelocalizationKeyframes);
  for (size_t i = 0; i < tried; ++i) {
    const Candidate candidate = Align(frame, map, keyframes[keyframes.size() - 1 - i].camera_from_map);
    if (candidate.alignment.inlier_ratio <= best.alignment.inlier_ratio) continue;
    best.camera_from_map = candidate.camera_from_map;
    best.alignment = candidate.alignment;
  }
  // A second alignment from the pose found: it must hold there too, with more than a bare majority of what it
  // needs.
  const Candidate confirmed = Align(frame, map, best.camera_from_map);
  if (confirmed.alignment.inlier_ratio < config_.alignment.uncertain_inlier_ratio) return;
  report.camera_from_map = confirmed.camera_from_map;
  report.alignment = confirmed.alignment;
  report.relocalized = true;
  Refine(frame, map, report);
}

}  // namespace isogs
