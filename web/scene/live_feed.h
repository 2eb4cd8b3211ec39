// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "shared/ipc/channel.h"
#include "shared/ipc/gaussian_snapshot.h"
#include "viewer/scene/drawing_pace.h"
#include "viewer/scene/live_session.h"
#include "web/scene/mesh_cells.h"
#include "web/scene/run_files.h"
#include "web/scene/run_news.h"
#include "web/scene/splat_pages.h"
#include "web/scene/text_messages.h"

namespace isogs::web {

/// News of a run that is, was or will be under way, out of shared memory. Large values are only taken where
/// somebody wants them, and so seldom that most of the processors are left to SLAM.
class LiveFeed {
 public:
  using Milliseconds = std::chrono::milliseconds;

  explicit LiveFeed(const std::filesystem::path& run_directory);

  /// `now` on any clock. Never throws for what lies in shared memory.
  RunNews Poll(const Wants& wants, Milliseconds now);

  bool HasSeen() const { return session_.HasSeen(); }
  /// Nobody works on the run any more.
  bool IsAtRest() const;
  /// SLAM has ended by itself and all of its map is here.
  bool IsOver() const { return session_.IsOver(); }

 private:
  void PollStatus(const SceneState& scene, RunNews* news);
  void PollGreeting(const SceneState& scene, RunNews* news);
  void PollPath(RunNews* news);
  void PollMesh(Milliseconds now, RunNews* news);
  void PollSplats(Milliseconds now, RunNews* news);
  void PollPicture(Milliseconds now, RunNews* news);

  LiveSession session_;
  Subscriber<GaussianSnapshot> snapshots_;
  std::string snapshot_complaint_;  // logged last
  RunFiles files_;
  Greeting greeting_;
  double started_unix_s_ = -1.0;  // of the SLAM process whose configuration is in the greeting
  bool is_greeted_ = false;
  std::optional<Milliseconds> status_made_, picture_made_;
  DrawingPace mesh_pace_, splat_pace_;
  std::shared_ptr<const TriangleMesh> mesh_;  // that the cells hold
  std::shared_ptr<const Image<uint8_t>> picture_;
  MeshCells cells_;
  SplatPages pages_;
  size_t path_ = 0;  // told so far
  int64_t path_restarts_ = 0;
};

}  // namespace isogs::web
