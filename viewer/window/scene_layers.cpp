// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/scene_layers.h"

#include <open3d/visualization/rendering/MaterialRecord.h>
#include <open3d/visualization/rendering/Open3DScene.h>
#include <open3d/visualization/rendering/View.h>

#include <utility>

namespace isogs {
namespace {

namespace rendering = open3d::visualization::rendering;

constexpr const char* kSurface = "surface";
constexpr const char* kWireframe = "wireframe";
constexpr const char* kPath = "path";
constexpr const char* kCamera = "camera";
constexpr double kMinExtent_m = 1e-5;
constexpr float kLineWidth_px = 2.0f;
constexpr float kPointSize_px = 3.0f;

const Eigen::Array3f kBackground(0.93f, 0.94f, 0.95f);
constexpr float kGamma = 2.2f;  // Open3D takes colours to be made brighter by this at the end

rendering::MaterialRecord SurfaceMaterial(Shading shading, bool finished) {
  rendering::MaterialRecord material;
  material.shader = shading == Shading::kShaded ? "defaultLit" : "defaultUnlit";
  material.sRGB_vertex_color = finished;
  material.point_size = kPointSize_px;
  return material;
}

rendering::MaterialRecord LineMaterial() {
  rendering::MaterialRecord material;
  material.shader = "unlitLine";
  material.line_width = kLineWidth_px;
  return material;
}

rendering::MaterialRecord ThinLineMaterial() {
  rendering::MaterialRecord material;
  material.shader = "defaultUnlit";
  return material;
}

/// Filament ends the process over a geometry without extent.
bool HasExtent(const open3d::geometry::Geometry3D& geometry) {
  return !geometry.IsEmpty() && (geometry.GetMaxBound() - geometry.GetMinBound()).maxCoeff() > kMinExtent_m;
}

void Replace(rendering::Open3DScene& scene, const char* name, const open3d::geometry::Geometry3D* geometry,
             const rendering::MaterialRecord& material) {
  if (scene.HasGeometry(name)) scene.RemoveGeometry(name);
  if (geometry != nullptr && HasExtent(*geometry)) scene.AddGeometry(name, geometry, material, false);
}

/// Open3D takes a line set without lines for an error. Colours of lines are linear.
void ReplaceLines(rendering::Open3DScene& scene, const char* name, open3d::geometry::LineSet lines,
                  const rendering::MaterialRecord& material, bool finished) {
  if (!finished) {
    for (Eigen::Vector3d& color : lines.colors_) color = color.array().pow(1.0 / kGamma);
  }
  Replace(scene, name, lines.HasLines() ? &lines : nullptr, material);
}

}  // namespace

SceneLayers::SceneLayers(rendering::Open3DScene& scene, bool in_software)
    : scene_(scene), finished_(!in_software) {
  const Eigen::Array3f color = finished_ ? kBackground : kBackground.pow(1.0f / kGamma);
  scene_.SetBackground(Eigen::Vector4f(color[0], color[1], color[2], 1.0f));
  scene_.GetView()->SetPostProcessing(finished_);
}

bool SceneLayers::Show(const SceneState& state, const LayerChoice& choice) {
  bool changed = ShowSurface(state, choice);
  changed |= ShowPath(state, choice);
  changed |= ShowCamera(state);
  choice_ = choice;
  mesh_ = state.mesh;
  bounds_ = mesh_bounds_;
  for (const Eigen::Vector3f& point : state.path) bounds_.Add(point);
  return changed;
}

bool SceneLayers::ShowSurface(const SceneState& state, const LayerChoice& choice) {
  const bool new_mesh = state.mesh != mesh_;
  if (new_mesh) mesh_bounds_ = state.mesh ? BoundsOf(state.mesh->vertices) : Bounds();
  if (new_mesh || choice.shading != choice_.shading) {
    const bool lights_vertices = choice.shading == Shading::kShaded && !finished_;
    const Shading shading = lights_vertices ? Shading::kShadedVertices : choice.shading;
    const auto surface = state.mesh ? ToOpen3d(*state.mesh, shading) : nullptr;
    Replace(scene_, kSurface, surface.get(), SurfaceMaterial(shading, finished_));
  }
  if (new_mesh || choice.wireframe != choice_.wireframe) {
    const auto edges = state.mesh && choice.wireframe ? EdgesOf(*state.mesh) : open3d::geometry::LineSet();
    ReplaceLines(scene_, kWireframe, edges, ThinLineMaterial(), finished_);
  }
  return new_mesh || choice.shading != choice_.shading || choice.wireframe != choice_.wireframe;
}

bool SceneLayers::ShowPath(const SceneState& state, const LayerChoice& choice) {
  if (state.path == path_ && choice.path == choice_.path) return false;
  path_ = state.path;
  const auto lines = choice.path ? PathLines(path_) : open3d::geometry::LineSet();
  ReplaceLines(scene_, kPath, lines, LineMaterial(), finished_);
  return true;
}

bool SceneLayers::ShowCamera(const SceneState& state) {
  if (state.camera == camera_) return false;
  camera_ = state.camera;
  const auto frustum = camera_ ? FrustumLines(*camera_) : open3d::geometry::LineSet();
  ReplaceLines(scene_, kCamera, frustum, LineMaterial(), finished_);
  return true;
}

}  // namespace isogs
