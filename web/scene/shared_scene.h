// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "web/scene/run_news.h"

namespace isogs::web {

/// A cell of the mesh or a page of splats, which travel whole.
struct SceneItem {
  uint64_t changes = 0;  ///< counted, so that whoever knows an earlier number knows how much it missed
  uint32_t size = 1;     ///< what `changes` counts, in it
  bool is_empty = true;
  Eigen::Vector3f center = Eigen::Vector3f::Zero();
  Body body;                              ///< null: not encoded yet
  std::shared_ptr<const SplatPage> page;  ///< what it is encoded from
};

/// Items of one kind.
struct SceneItems {
  uint64_t epoch = 0;    ///< counts how often ids began to mean something else
  uint64_t version = 0;  ///< counts updates
  bool is_final = false;
  std::vector<SceneItem> items;  ///< by id

  void Restart() {
    ++epoch;
    ++version;
    items.clear();
  }
};

/// All that clients can be told of a run, in the newest state alone. For one thread.
class SharedScene {
 public:
  void Take(RunNews news);

  /// 0: nothing is known yet.
  uint64_t run() const { return run_; }
  const Body& hello() const { return hello_; }
  const Body& status() const { return status_; }
  uint64_t status_version() const { return status_version_; }
  const StatusOfFrame& status_of_frame() const { return status_of_frame_; }
  const Eigen::Vector3f& camera_center() const { return camera_center_; }

  const std::vector<Eigen::Vector3f>& path() const { return path_; }
  uint64_t path_epoch() const { return path_epoch_; }
  const std::vector<FrameLine>& frames() const { return frames_; }
  uint64_t frames_epoch() const { return frames_epoch_; }
  /// The last lines; the first of them is number log_begin() of all.
  const std::deque<std::string>& log() const { return log_; }
  uint64_t log_begin() const { return log_begin_; }

  const SceneItems& mesh() const { return mesh_; }
  const SceneItems& splats() const { return splats_; }
  const Body& picture() const { return picture_; }
  uint64_t picture_version() const { return picture_version_; }

  /// Encodes it where that was not asked for before.
  Body SplatBody(uint32_t id);

 private:
  void Begin(std::string hello, StatusOfFrame status_of_frame);
  void TakeMesh(const MeshNews& news);
  void TakeSplats(SplatNews news, bool is_final);
  void TakePath(const PathNews& news);
  void TakeLog(LogNews news);

  uint64_t run_ = 0;
  Body hello_, status_, picture_;
  uint64_t status_version_ = 0, picture_version_ = 0;
  StatusOfFrame status_of_frame_;
  Eigen::Vector3f camera_center_ = Eigen::Vector3f::Zero();
  std::vector<Eigen::Vector3f> path_;
  uint64_t path_epoch_ = 0;
  std::vector<FrameLine> frames_;
  uint64_t frames_epoch_ = 0;
  std::deque<std::string> log_;
  uint64_t log_begin_ = 0;
  SceneItems mesh_, splats_;
};

}  // namespace isogs::web
