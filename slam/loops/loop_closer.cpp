// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/loops/loop_closer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "shared/core/elapsed.h"
#include "slam/keyframes/shared_surface.h"
#include "slam/loops/graph_hops.h"
#include "slam/loops/pose_graph.h"
#include "slam/loops/removed_keyframes.h"

namespace isogs {
namespace {

constexpr double kSlack_m = 0.02;         // of drift, on any way
constexpr double kMostUnlike = 0.25;      // of PlaceMatch: more has other places among it
constexpr double kUsualDeviations = 3.0;  // robust loss of loops
constexpr double kHonouredShare = 0.5;    // of the gap, that may be left of a loop
constexpr double kHonoured_m = 0.005;     // and that may be left of any

double InDeviations(const KeyframeEdge& edge, const Pose& error) {
  const Twist xi = LogSe3(error);
  return std::sqrt(xi.dot(edge.information * xi));
}

}  // namespace

const char* ToString(LoopOutcome outcome) {
  switch (outcome) {
    case LoopOutcome::kNoted:
      return "noted";
    case LoopOutcome::kClosed:
      return "closed";
    case LoopOutcome::kRejected:
      return "rejected";
  }
  return "";
}

LoopCloser::LoopCloser(const LoopsConfig& loops, const TrackingConfig& tracking,
                       const TrackingKernels& kernels, const KeyframeStore& keyframes)
    : config_(loops), keyframes_(keyframes), verifier_(loops, tracking, kernels, keyframes) {}

void LoopCloser::AddKeyframe(const std::optional<int64_t>& reference_timestep,
                             const AlignmentResult& alignment) {
  const std::vector<Keyframe>& all = keyframes_.all();
  here_ = keyframes_.size() - 1;
  if (here_ == 0) return;
  KeyframeEdge edge;
  edge.to = here_;
  edge.from = here_ - 1;  // where its images are nobody's: tracking led from there
  if (reference_timestep) {
    const auto found = std::ranges::lower_bound(all, *reference_timestep, {}, &Keyframe::timestep);
    if (found != all.end() && found->timestep == *reference_timestep) edge.from = found - all.begin();
  }
  edge.information = EdgeInformation(alignment.information);
  edges_.push_back(edge);
}

void LoopCloser::MoveTo(int64_t timestep) {
  const std::vector<Keyframe>& all = keyframes_.all();
  const auto found = std::ranges::lower_bound(all, timestep, {}, &Keyframe::timestep);
  if (found != all.end() && found->timestep == timestep) here_ = found - all.begin();
}

void LoopCloser::Remove(std::span<const size_t> keyframes) {
  here_ = RemoveKeyframes(keyframes, here_, &edges_);
}

void LoopCloser::Restore(std::vector<KeyframeEdge> edges, int64_t here, int64_t closed) {
  edges_ = std::move(edges);
  here_ = here;
  closed_ = closed;
}

std::vector<bool> LoopCloser::Near() const {
  const std::vector<int> hops =
      HopsFrom(static_cast<size_t>(here_), static_cast<size_t>(keyframes_.size()), edges_);
  std::vector<bool> near(hops.size());
  for (size_t k = 0; k < hops.size(); ++k) near[k] = hops[k] < config_.min_hops;
  return near;
}

std::optional<LoopReport> LoopCloser::Find(const DeviceFrame& frame, std::vector<Pose>* corrected) {
  const auto start = std::chrono::steady_clock::now();
  const std::vector<Candidate> candidates = FindCandidates(frame);
  if (candidates.empty()) return std::nullopt;
  const Pose& here = keyframes_.newest().camera_from_map;
  for (const Candidate& candidate : candidates) {
    const Keyframe& keyframe = keyframes_.all()[candidate.keyframe];
    const auto guess =
        candidate.by_pose ? std::optional<Pose>(here * keyframe.camera_from_map.inverse()) : std::nullopt;
    const std::optional<VerifiedLoop> verified = verifier_.Verify(frame, keyframe, guess);
    if (!verified) continue;
    KeyframeEdge loop;
    loop.from = static_cast<int64_t>(candidate.keyframe);
    loop.to = keyframes_.size() - 1;
    loop.is_loop = true;
    loop.to_from_from = verified->frame_from_keyframe;
    loop.information = EdgeInformation(verified->information);
    LoopReport report = Judge(loop, corrected);
    report.ms = MillisecondsSince(start);
    return report;
  }
  return std::nullopt;
}

std::vector<LoopCloser::Candidate> LoopCloser::FindCandidates(const DeviceFrame& frame) const {
  const std::vector<Keyframe>& all = keyframes_.all();
  const std::vector<bool> near = Near();
  const Pose& here = keyframes_.newest().camera_from_map;
  std::vector<std::pair<double, size_t>> overlapping;
  for (size_t k = 0; k < all.size(); ++k) {
    if (near[k]) continue;
    const double shared =
        SharedSurface(all[k].surface, frame.host(), here * all[k].camera_from_map.inverse());
    if (shared >= config_.min_overlap) overlapping.emplace_back(-shared, k);
  }
  std::ranges::sort(overlapping);
  std::vector<Candidate> candidates;
  const auto most = static_cast<size_t>(config_.candidates);
  for (const auto& [_, keyframe] : overlapping) {
    if (candidates.size() < most) candidates.push_back({keyframe, true});
  }
  if (!candidates.empty()) return candidates;
  // Drift may be larger than what poses find.
  for (const PlaceMatch& match :
       keyframes_.places().Query(frame.place(), 1, [&](size_t place) { return !near[place]; })) {
    if (match.dissimilarity < kMostUnlike) candidates.push_back({match.place, false});
  }
  return candidates;
}

LoopReport LoopCloser::Judge(const KeyframeEdge& loop, std::vector<Pose>* corrected) {
  const std::vector<Keyframe>& all = keyframes_.all();
  const Keyframe &old = all[static_cast<size_t>(loop.from)], &now = all[static_cast<size_t>(loop.to)];
  const Pose gap = EdgeError(loop, old.camera_from_map, now.camera_from_map);
  LoopReport report;
  report.from = old.timestep;
  report.to = now.timestep;
  report.gap_m = gap.translation().norm();
  report.way_m = WayLength(loop.from, loop.to);
  report.edges = static_cast<int64_t>(edges_.size()) + 1;
  report.outcome = LoopOutcome::kRejected;
  if (report.gap_m > config_.max_drift * report.way_m + kSlack_m) return report;

  // So much drift is spread over the alignments around the loop that a deviation of each must count as usual.
  const int hops =
      std::max(1, HopsFrom(static_cast<size_t>(loop.to), all.size(), edges_)[static_cast<size_t>(loop.from)]);
  const double usual = std::max(1.0, InDeviations(loop, gap) / std::sqrt(hops));
  edges_.push_back(loop);
  const std::vector<Pose> before = Poses();
  PoseGraphResult solved = SolvePoseGraph(before, edges_, kUsualDeviations * usual);
  report.stretch_m = solved.stretch_m;
  report.loop_error_m = solved.loop_error_m;
  if (!solved.converged || solved.stretch_m > config_.max_stretch_m ||
      solved.loop_error_m > std::max(kHonoured_m, kHonouredShare * report.gap_m)) {
    edges_.pop_back();
    return report;
  }
  double moved_m = 0.0;
  for (size_t k = 0; k < before.size(); ++k) {
    const Eigen::Vector3d center = before[k].inverse().translation();
    moved_m = std::max(moved_m, (solved.camera_from_map[k].inverse().translation() - center).norm());
  }
  report.outcome = moved_m > config_.min_correction_m ? LoopOutcome::kClosed : LoopOutcome::kNoted;
  if (report.outcome == LoopOutcome::kClosed) {
    ++closed_;
    report.moved_m = moved_m;
    *corrected = std::move(solved.camera_from_map);
  }
  return report;
}

double LoopCloser::WayLength(int64_t from, int64_t to) const {
  const std::vector<Keyframe>& all = keyframes_.all();
  double length_m = 0.0;
  for (auto k = static_cast<size_t>(from); k < static_cast<size_t>(to); ++k) {
    length_m +=
        (all[k + 1].camera_from_map.inverse().translation() - all[k].camera_from_map.inverse().translation())
            .norm();
  }
  return length_m;
}

std::vector<Pose> LoopCloser::Poses() const {
  std::vector<Pose> poses;
  for (const Keyframe& keyframe : keyframes_.all()) poses.push_back(keyframe.camera_from_map);
  return poses;
}

}  // namespace isogs
