// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "datasets/synthetic/collection/object_pixels.h"
#include "datasets/synthetic/scene/combinations.h"

namespace isogs::synthetic {

/// What makes a view a good one of its scene.
struct ViewWishes {
  Camera camera;           ///< of the pictures to come
  double lowest_m = 1.25;  ///< heights of the camera
  double highest_m = 1.6;
  bool occluded = false;  ///< things shall hide each other
  bool held_out = false;  ///< some of what is seen shall be of a combination that is held out
};

/// What a view shows, found by few rays.
struct Glance {
  Pose world_from_camera = Pose::Identity();
  std::vector<SeenObject> seen;  ///< with enough pixels to be recognised; by place in the scene's list
  double near_share = 0.0;       ///< of the picture: closer than a step
  double largest_share = 0.0;    ///< of the picture: the thing with the most pixels
  double things_share = 0.0;     ///< of the picture: all things
  int movable = 0;               ///< things seen that one could carry or push, but for books
  int kinds = 0;                 ///< sum over kinds of at most three things
  int held_out = 0;              ///< things seen of a combination that is held out
  double occlusion = 0.0;        ///< mean share of them that is hidden; 0 unless it was asked for

  bool Shows(int object) const;
};

/// Neither built in nor hung up.
bool IsMovable(ObjectKind kind);

/// Of this share of the pixels a thing is said to be in view.
inline constexpr double kRecognisedShare = 1.5e-3;

/// Looks at a scene. Thread-safe.
class Glancer {
 public:
  /// Keeps references to both.
  Glancer(const Renderer& rooms, const ObjectPixels& pixels, const ViewWishes& wishes);

  Glance Look(const Pose& world_from_camera) const;
  /// Higher is better; below 0: it misses what every view must have.
  double Score(const Glance& glance) const;
  const ViewWishes& wishes() const { return wishes_; }

 private:
  void Count(Glance& glance) const;

  const Renderer& rooms_;
  const ObjectPixels& pixels_;
  ViewWishes wishes_;
  Camera small_;
};

/// From `position` towards `target`, upright; no more than some 35 degrees up or down.
Pose LookAt(const Eigen::Vector3d& position, const Eigen::Vector3d& target);

}  // namespace isogs::synthetic
