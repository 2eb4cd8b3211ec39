// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "shared/formats/trajectory.h"
#include "shared/geometry/up_guess.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/preview.h"
#include "viewer/scene/live_text.h"
#include "viewer/scene/scene_state.h"
#include "viewer/scene/viewpoint.h"

namespace isogs {

/// Which large values are taken out of shared memory.
struct LiveWants {
  bool mesh = true;
  bool preview = true;
};

/// A run as shared memory tells it, and the log of its poses: that has those of before the viewer began. May
/// begin before the run does; stays with the last values when its processes are gone, and begins anew with
/// the next. For one thread at a time.
class LiveSession {
 public:
  explicit LiveSession(const std::filesystem::path& run_directory);

  /// Takes what is new; returns whether anything was. Never throws for what lies in shared memory: every new
  /// complaint is a line in the log.
  bool Poll(const LiveWants& wants = {});

  /// As of the last Poll, its text as of now.
  SceneState Scene() const;
  /// What is known besides, as of the last Poll.
  const LiveFacts& facts() const { return facts_; }
  const std::shared_ptr<const TriangleMesh>& mesh() const { return mesh_; }
  const std::shared_ptr<const Image<uint8_t>>& preview() const { return preview_; }
  int64_t preview_frame() const { return preview_frame_; }
  const std::vector<Eigen::Vector3f>& path() const { return path_; }
  /// How often the path began anew.
  int64_t path_restarts() const { return path_restarts_; }
  /// SLAM has ended by itself, and no other mesh will come.
  bool IsOver() const;
  /// Whether anything has ever come.
  bool HasSeen() const { return facts_.status.has_value() || mesh_ != nullptr; }

 private:
  void Take(const Received<Status>& status);
  void Take(Received<LiveMesh> mesh);
  void Take(Received<Preview> preview);
  /// Takes the corrected beginning of the path, if there is a new one.
  void FollowCorrection(const Status& status);
  void ExtendPath();
  void AddToPath(const StampedPose& stamped);
  template <typename Value>
  bool TakeFrom(Subscriber<Value>& subscriber, std::string& complaint);

  Subscriber<Status> status_;
  Subscriber<LiveMesh> meshes_;
  Subscriber<Preview> previews_;
  std::string status_complaint_, mesh_complaint_, preview_complaint_;  // logged last; empty: none

  LiveFacts facts_;
  int64_t looked_for_writers_ns_ = 0;
  std::shared_ptr<const TriangleMesh> mesh_;
  std::shared_ptr<const Image<uint8_t>> preview_;
  int64_t preview_frame_ = 0;
  TrajectoryTail trajectory_;
  Trajectory corrected_;             // replaces as many poses of the log
  int64_t corrected_announced_ = 0;  // how many the status says
  size_t superseded_ = 0;            // poses of the log still to be passed over
  std::vector<Eigen::Vector3f> path_;
  int64_t path_restarts_ = 0;
  UpGuess up_;
};

}  // namespace isogs
