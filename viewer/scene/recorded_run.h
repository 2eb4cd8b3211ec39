// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "run/params_file.h"
#include "viewer/scene/scene_state.h"
#include "viewer/scene/viewpoint.h"

namespace isogs {

/// A run as its files tell it.
class RecordedRun {
 public:
  /// `mesh`: a PLY or OBJ in the world's frame; empty: mesh.ply in the run directory or, where there is none,
  /// the Gaussians' centres as points. Throws UsageError if there is no run, Error if a file is damaged.
  RecordedRun(const std::filesystem::path& run_directory, const std::filesystem::path& mesh);
  /// The same of what is read already.
  RecordedRun(const std::filesystem::path& run_directory, const std::filesystem::path& mesh,
              const Params& params);

  int64_t frame_count() const { return static_cast<int64_t>(cameras_.size()); }
  /// `frame`: from 0 to frame_count() - 1.
  SceneState At(int64_t frame) const;

 private:
  std::shared_ptr<const TriangleMesh> mesh_;
  std::string mesh_text_;
  std::vector<MovingCamera> cameras_;
  std::vector<double> times_s_;        // since the first frame
  std::vector<Eigen::Vector3f> path_;  // of the frames that were not lost
  Eigen::Vector3f up_;
};

}  // namespace isogs
