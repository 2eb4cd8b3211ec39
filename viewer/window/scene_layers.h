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
  /// `in_software`: where nothing is lit, leaves out the passes over the whole picture that smooth edges and
  /// map tones. They take processors longer than the scene itself.
  SceneLayers(open3d::visualization::rendering::Open3DScene& scene, bool in_software)
      : scene_(scene), in_software_(in_software) {}

  void Show(const SceneState& state, const LayerChoice& choice);
  /// Of mesh and path.
  const Bounds& bounds() const { return bounds_; }

 private:
  void SetUp(bool finished);
  void ShowSurface(const SceneState& state, const LayerChoice& choice);
  void ShowPath(const SceneState& state, const LayerChoice& choice);

  open3d::visualization::rendering::Open3DScene& scene_;
  bool in_software_;
  std::optional<bool> finished_;  // whether those passes are made
  LayerChoice choice_;            // shown
  std::shared_ptr<const TriangleMesh> mesh_;
  std::vector<Eigen::Vector3f> path_;
  Bounds mesh_bounds_, bounds_;
};

}  // namespace isogs
