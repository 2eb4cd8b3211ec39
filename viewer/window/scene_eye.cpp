// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/scene_eye.h"

#include <open3d/geometry/BoundingVolume.h>
#include <open3d/visualization/gui/SceneWidget.h>
#include <open3d/visualization/rendering/Camera.h>
#include <open3d/visualization/rendering/Open3DScene.h>

#include <utility>

namespace isogs {
namespace {

constexpr float kFieldOfView_deg = 60.0f;
constexpr float kBoundsGrowth = 1.3f;     // how much larger the scene must be before its limits are set anew
constexpr float kOverviewGrowth = 1.05f;  // and before an overview moves back

}  // namespace

bool SceneEye::Place(const SceneState& state, const Bounds& bounds) {
  if (bounds.empty()) return false;
  SetLimits(bounds);
  if (follows_ && state.camera) {
    LookFrom(FollowViewpoint(state.camera->world_from_camera, follow_distance_m_));
  } else if (!placed_ || (looks_over_all_ && bounds.diagonal() > kOverviewGrowth * seen_diagonal_m_)) {
    LookOverAll(state, bounds);
  }
  return std::exchange(moved_, false);
}

void SceneEye::Overview(const SceneState& state, const Bounds& bounds) {
  set_follows(false);
  if (!bounds.empty()) LookOverAll(state, bounds);
}

void SceneEye::SetLimits(const Bounds& bounds) {
  Bounds both = bounds;
  if (!limits_.empty()) both.Add(limits_.low), both.Add(limits_.high);
  if (!limits_.empty() && both.diagonal() <= kBoundsGrowth * limits_.diagonal()) return;
  limits_ = both;
  const auto& camera = *widget_.GetScene()->GetCamera();
  const Viewpoint before = {camera.GetPosition(), camera.GetPosition() + camera.GetForwardVector(),
                            camera.GetUpVector()};
  const Eigen::Vector3f margin = Eigen::Vector3f::Constant(0.1f + limits_.diagonal());
  const open3d::geometry::AxisAlignedBoundingBox box((limits_.low - margin).cast<double>(),
                                                     (limits_.high + margin).cast<double>());
  widget_.SetupCamera(kFieldOfView_deg, box, 0.5f * (limits_.low + limits_.high));
  looks_from_.reset();
  if (placed_) LookFrom(before);
}

void SceneEye::LookFrom(const Viewpoint& viewpoint) {
  if (looks_from_ == viewpoint) return;
  widget_.LookAt(viewpoint.center, viewpoint.eye, viewpoint.up);
  looks_from_ = viewpoint;
  placed_ = moved_ = true;
}

void SceneEye::LookOverAll(const SceneState& state, const Bounds& bounds) {
  const Eigen::Vector3f forward =
      state.camera ? Eigen::Vector3f(state.camera->world_from_camera.linear().col(2).cast<float>())
                   : Eigen::Vector3f::UnitX().eval();
  LookFrom(OverviewOf(bounds, state.up, forward, kFieldOfView_deg));
  looks_over_all_ = true;
  seen_diagonal_m_ = bounds.diagonal();
}

}  // namespace isogs
