// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "viewer/scene/scene_state.h"
#include "viewer/scene/viewpoint.h"
#include "viewer/window/open3d_geometry.h"

namespace open3d::visualization::rendering {
class Open3DScene;
}

namespace isogs {

/// What the user chose to see.
struct LayerChoice {
  Shading shading = Shading::kColors;
  bool wireframe = false;
  bool path = true;

  bool operator==(const LayerChoice&) const = default;
};

/// The geometries in Open3D's scene, made anew only where something changed.
class SceneLayers {
 public:
  /// `in_software`: lights a bare surface in its vertices, and leaves out the passes over the whole picture
  /// that smooth edges and map tones. They take processors longer than the scene itself.
  SceneLayers(open3d::visualization::rendering::Open3DScene& scene, bool in_software);

  /// Returns whether anything changed.
  bool Show(const SceneState& state, const LayerChoice& choice);
  /// Of mesh and path.
  const Bounds& bounds() const { return bounds_; }

 private:
  bool ShowSurface(const SceneState& state, const LayerChoice& choice);
  bool ShowPath(const SceneState& state, const LayerChoice& choice);
  bool ShowCamera(const SceneState& state);

  open3d::visualization::rendering::Open3DScene& scene_;
  bool finished_;       // by those passes, the last of which takes linear colours to sRGB
  LayerChoice choice_;  // shown
  std::shared_ptr<const TriangleMesh> mesh_;
  std::vector<Eigen::Vector3f> path_;
  std::optional<MovingCamera> camera_;
  Bounds mesh_bounds_, bounds_;
};

}  // namespace isogs
