// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/placement.h"

#include <algorithm>
#include <utility>

namespace isogs::synthetic {

void Placement::Occupy(const SceneObject& object) {
  Solid solid;
  solid.boxes = SolidBoxes(object);
  solid.bounds = WorldBoundsOf(solid.boxes);
  solids_.push_back(std::move(solid));
}

bool Placement::IsFree(const Solid& solid) const {
  const auto overlaps = [&](const OrientedBox& other) {
    return std::ranges::any_of(solid.boxes, [&](const OrientedBox& box) { return Overlap(box, other); });
  };
  if (std::ranges::any_of(kept_free_, overlaps)) return false;
  return std::ranges::none_of(solids_, [&](const Solid& other) {
    return solid.bounds.intersects(other.bounds) && std::ranges::any_of(other.boxes, overlaps);
  });
}

int Placement::TryToPut(Furnishing furnishing, int room, const Eigen::Vector3d& place, double yaw_rad,
                        int supported_by, int contained_in) {
  SceneObject& object = furnishing.object;
  object.world_from_object.linear() = Eigen::AngleAxisd(yaw_rad, Eigen::Vector3d::UnitZ()).toRotationMatrix();
  object.world_from_object.translation() = place;
  object.room = room;
  object.supported_by = supported_by;
  object.contained_in = contained_in;
  Solid solid;
  solid.boxes = SolidBoxes(object);
  solid.bounds = WorldBoundsOf(solid.boxes);
  const FloorRect& inside = scene_->plan.rooms.at(static_cast<size_t>(room));
  const Eigen::AlignedBox3d room_box(Eigen::Vector3d(inside.x0, inside.y0, 0.0),
                                     Eigen::Vector3d(inside.x1, inside.y1, scene_->plan.height_m));
  if (!room_box.contains(solid.bounds) || !IsFree(solid)) return -1;
  solids_.push_back(std::move(solid));
  ledges_.resize(scene_->objects.size());
  ledges_.push_back(std::move(furnishing.ledges));
  scene_->objects.push_back(std::move(object));
  return static_cast<int>(scene_->objects.size()) - 1;
}

}  // namespace isogs::synthetic
