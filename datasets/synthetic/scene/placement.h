// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "datasets/synthetic/scene/assembly.h"
#include "datasets/synthetic/scene/scene.h"

namespace isogs::synthetic {

/// What stands a tenth of a millimetre from another thing touches it, and does not overlap.
inline constexpr double kContactGap_m = 1e-4;

/// Puts objects into a scene where nothing else is.
class Placement {
 public:
  explicit Placement(Scene* scene) : scene_(scene) {}

  /// Room for doors and ways: nothing is put there.
  void KeepFree(const OrientedBox& box) { kept_free_.push_back(box); }
  /// What is in the scene already.
  void Occupy(const SceneObject& object);

  /// Adds `furnishing` with its base at `place`, turned by `yaw_rad`, and returns its index; -1, and nothing
  /// is added, where anything is in its way or it leaves its room.
  int TryToPut(Furnishing furnishing, int room, const Eigen::Vector3d& place, double yaw_rad,
               int supported_by = -1, int contained_in = -1);
  const std::vector<Ledge>& LedgesOf(int object) const { return ledges_.at(static_cast<size_t>(object)); }

 private:
  struct Solid {
    std::vector<OrientedBox> boxes;
    Eigen::AlignedBox3d bounds;
  };
  bool IsFree(const Solid& solid) const;

  Scene* scene_;
  std::vector<Solid> solids_;               // of what is there
  std::vector<std::vector<Ledge>> ledges_;  // of the scene's objects
  std::vector<OrientedBox> kept_free_;
};

}  // namespace isogs::synthetic
