// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/casting/renderer.h"
#include "datasets/synthetic/scene/build_scene.h"

namespace isogs::synthetic {

/// Enough light to see by, quickly made.
inline constexpr BakeOptions kQuickLight = {0.3, 8};

/// A scene of one object in the world's frame.
inline Scene SceneOf(const std::vector<Part>& parts) {
  Scene scene;
  scene.materials.resize(1);
  SceneObject object;
  object.parts = parts;
  scene.objects.push_back(object);
  return scene;
}

inline Part PartAt(Shape shape, const Eigen::Vector3d& center, const Eigen::Vector3d& size_m) {
  Part part;
  part.shape = shape;
  part.object_from_part.translation() = center;
  part.size_m = size_m;
  return part;
}

/// With reflectances.
inline HitImage HitsOf(const Renderer& renderer, const View& view) {
  HitImage hits;
  renderer.RadianceWithHits(view, &hits);
  return hits;
}

/// 90 degrees wide.
inline Camera TestCamera(int width, int height) {
  return {width, height, 0.5 * width, 0.5 * width, 0.5 * (width - 1), 0.5 * (height - 1)};
}

}  // namespace isogs::synthetic
