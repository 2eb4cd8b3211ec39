// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/true_poses.h"

#include <spdlog/spdlog.h>

#include "shared/core/error.h"

namespace isogs {

TruePoses::TruePoses(const DatasetConfig& config, PoseAxes layout_axes)
    : is_opengl_((config.pose_axes == PoseAxes::kLayout ? layout_axes : config.pose_axes) ==
                 PoseAxes::kOpenGl),
      is_inverse_(config.pose_direction == PoseDirection::kWorldToCamera) {}

std::optional<Pose> TruePoses::Read(const std::function<Pose()>& read) const {
  try {
    return InOurAxes(read());
  } catch (const Error& error) {
    if (!warned_.exchange(true)) spdlog::warn("{}; such frames have no true pose (said once)", error.what());
    return std::nullopt;
  }
}

Pose TruePoses::InOurAxes(const Pose& stored) const {
  Pose pose = is_inverse_ ? stored.inverse() : stored;
  if (is_opengl_) pose.linear() = pose.linear() * Eigen::Vector3d(1.0, -1.0, -1.0).asDiagonal();
  return pose;
}

}  // namespace isogs
