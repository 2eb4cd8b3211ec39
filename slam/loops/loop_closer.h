// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "run/keyframe_edge.h"
#include "shared/config/loops_config.h"
#include "slam/loops/loop_verifier.h"

namespace isogs {

enum class LoopOutcome {
  kNoted,     ///< the poses agree with it already
  kClosed,    ///< the keyframes' poses are to be corrected
  kRejected,  ///< what it says cannot be
};
const char* ToString(LoopOutcome outcome);

/// A place that was seen again, and what followed.
struct LoopReport {
  LoopOutcome outcome = LoopOutcome::kNoted;
  int64_t from = 0, to = 0;  // positions in the run of the old keyframe and of the new one
  double gap_m = 0.0;        // between the poses and what the alignment says, before
  double moved_m = 0.0;      // a keyframe's camera, at most; 0 unless kClosed
  double way_m = 0.0;        // of the camera around the loop
  int64_t edges = 0;         // of the graph
  double stretch_m = 0.0;    // see PoseGraphResult, as this one
  double loop_error_m = 0.0;
  double ms = 0.0;  // of finding, verifying and solving
};

/// Finds places seen again among the keyframes, and what poses then agree best (docs/method.md, "Loops").
class LoopCloser {
 public:
  /// `keyframes` must outlive it.
  LoopCloser(const LoopsConfig& loops, const TrackingConfig& tracking, const TrackingKernels& kernels,
             const KeyframeStore& keyframes);

  /// Notes how the newest keyframe came to its pose: by which keyframe's images, where it was one's.
  void AddKeyframe(const std::optional<int64_t>& reference_timestep, const AlignmentResult& alignment);
  /// Looks for a loop that ends at the newest keyframe, made of `frame`. With kClosed, `corrected` are the
  /// poses that all keyframes should take.
  std::optional<LoopReport> Find(const DeviceFrame& frame, std::vector<Pose>* corrected);
  /// Tracking found itself at another keyframe than it knew to be near.
  void MoveTo(int64_t timestep);

  /// Keyframes, ascending and not the first one, are no longer there: what hung on them hangs on what they
  /// hung on.
  void Remove(std::span<const size_t> keyframes);

  /// Whether each keyframe is so near over alignments that its pose has hardly drifted against the newest:
  /// tracking may use it without a jump.
  std::vector<bool> Near() const;

  /// All that is kept from one keyframe to the next.
  const std::vector<KeyframeEdge>& edges() const { return edges_; }
  int64_t here() const { return here_; }
  /// Loops that corrected poses.
  int64_t closed() const { return closed_; }
  void Restore(std::vector<KeyframeEdge> edges, int64_t here, int64_t closed);

 private:
  struct Candidate {
    size_t keyframe = 0;
    bool by_pose = false;  // the poses say so; else only its looks
  };

  std::vector<Candidate> FindCandidates(const DeviceFrame& frame) const;
  /// Decides about a verified loop.
  LoopReport Judge(const KeyframeEdge& loop, std::vector<Pose>* corrected);
  double WayLength(int64_t from, int64_t to) const;
  std::vector<Pose> Poses() const;

  LoopsConfig config_;
  const KeyframeStore& keyframes_;
  LoopVerifier verifier_;
  std::vector<KeyframeEdge> edges_;
  int64_t here_ = 0;  // the keyframe that tracking is at
  int64_t closed_ = 0;
};

}  // namespace isogs
