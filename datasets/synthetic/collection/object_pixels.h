// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "datasets/synthetic/casting/renderer.h"
#include "datasets/synthetic/collection/scene_records.h"

namespace isogs::synthetic {

/// Counts the pixels of a scene's things in a picture, and those that each would have if nothing else were
/// there, by rays at its own triangles. Thread-safe.
class ObjectPixels {
 public:
  /// Keeps references to both.
  ObjectPixels(const Scene& scene, const SceneMesh& mesh);

  /// Of the things that `hits` shows, all but the room's walls, floor and ceiling; `object` is the place in
  /// the scene's list. `world_from_camera`: where the picture with those hits was taken.
  std::vector<SeenObject> Count(const Camera& camera, const Pose& world_from_camera,
                                const HitImage& hits) const;
  /// The same without `alone_px`, which stays 0.
  std::vector<SeenObject> CountVisible(const HitImage& hits) const;

 private:
  std::vector<int> ObjectOfPixel(const HitImage& hits) const;
  std::vector<SeenObject> CountVisible(const std::vector<int>& object_of_pixel) const;

  const Scene& scene_;
  const SceneMesh& mesh_;
  std::vector<std::unique_ptr<RayScene>> alone_;  // of the scene's objects; null for the shell
  std::vector<Eigen::AlignedBox3d> bounds_;       // of the objects, each in its own frame
};

}  // namespace isogs::synthetic
