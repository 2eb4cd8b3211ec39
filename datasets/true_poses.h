// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <optional>

#include "shared/config/dataset_config.h"
#include "shared/geometry/pose.h"

namespace isogs {

/// The true poses of a data set's frames, brought to world_from_camera with our camera's axes. One that
/// cannot be had, as where capture lost its way, costs no frame: its images are good. The first is a warning.
/// From any thread.
class TruePoses {
 public:
  /// `layout_axes`: of the layout's cameras, unless the configuration says other ones.
  explicit TruePoses(const DatasetConfig& config, PoseAxes layout_axes = PoseAxes::kOpenCv);

  /// What `read` returns, in our axes; nothing if it throws Error.
  std::optional<Pose> Read(const std::function<Pose()>& read) const;

  PoseAxes stored_axes() const { return is_opengl_ ? PoseAxes::kOpenGl : PoseAxes::kOpenCv; }

 private:
  Pose InOurAxes(const Pose& stored) const;

  bool is_opengl_, is_inverse_;
  mutable std::atomic<bool> warned_ = false;
};

}  // namespace isogs
