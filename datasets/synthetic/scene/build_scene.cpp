// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/build_scene.h"

#include <cstdio>
#include <string>

#include "datasets/synthetic/scene/draw.h"
#include "datasets/synthetic/scene/furnisher.h"
#include "datasets/synthetic/scene/shell.h"
#include "shared/core/error.h"

namespace isogs::synthetic {
namespace {

/// A corner of the room, of four, that gets round.
RoundCorner CornerOf(Random& random, const FloorPlan& plan, int room) {
  const FloorRect& area = plan.rooms[static_cast<size_t>(room)];
  const bool right = Chance(random, 0.5), upper = Chance(random, 0.5);
  const double radius = Between(random, 0.5, 0.9);
  return {room,  right ? area.x1 : area.x0, upper ? area.y1 : area.y0, right ? -1.0 : 1.0, upper ? -1.0 : 1.0,
          radius};
}

OrientedBox UprightBox(const FloorRect& area, double height_m) {
  OrientedBox box;
  box.center = {(area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2, height_m / 2};
  box.half = {area.width() / 2, area.depth() / 2, height_m / 2};
  return box;
}

/// In front of a door, on both sides, and wide enough to turn.
OrientedBox WayThrough(const Door& door, double height_m) {
  constexpr double kAhead_m = 0.9, kAside_m = 0.15;
  const bool along_x = door.opening.width() < door.opening.depth();  // the way leads along x
  const double dx = along_x ? kAhead_m : kAside_m, dy = along_x ? kAside_m : kAhead_m;
  return UprightBox({door.opening.x0 - dx, door.opening.y0 - dy, door.opening.x1 + dx, door.opening.y1 + dy},
                    height_m);
}

/// The part of a rounded corner that lies behind its wall.
OrientedBox BehindCorner(const RoundCorner& corner, double height_m) {
  const double side = 0.3 * corner.radius_m;
  const double x = corner.x + corner.inward_x * side, y = corner.y + corner.inward_y * side;
  return UprightBox(
      {std::min(x, corner.x), std::min(y, corner.y), std::max(x, corner.x), std::max(y, corner.y)}, height_m);
}

/// From the walls' middles, above furniture that one looks over.
void KeepEyeSpace(Placement& placement, const FloorRect& room) {
  constexpr double kLow_m = 1.05, kHigh_m = 1.95, kMargin_m = 0.75;
  OrientedBox box = UprightBox(
      {room.x0 + kMargin_m, room.y0 + kMargin_m, room.x1 - kMargin_m, room.y1 - kMargin_m}, kHigh_m);
  box.center.z() = (kLow_m + kHigh_m) / 2;
  box.half.z() = (kHigh_m - kLow_m) / 2;
  placement.KeepFree(box);
}

Scene BuildScene(const FloorPlan& plan, Random& random, const RoomRules& rules) {
  Scene scene;
  scene.plan = plan;
  Materials materials(&scene, &random, rules.combinations);
  std::vector<RoundCorner> corners;
  const int rooms = static_cast<int>(plan.rooms.size());
  for (int room = 0; room < rooms; ++room) {
    if (plan.doors.empty() ? Chance(random, 0.8) : room == 0) corners.push_back(CornerOf(random, plan, room));
  }
  AddShell(scene, random, materials, corners);
  Placement placement(&scene);
  for (const SceneObject& object : scene.objects) placement.Occupy(object);
  for (const Door& door : plan.doors) placement.KeepFree(WayThrough(door, plan.height_m));
  for (const RoundCorner& corner : corners) placement.KeepFree(BehindCorner(corner, plan.height_m));
  for (const FloorRect& room : plan.rooms) KeepEyeSpace(placement, room);
  for (int room = 0; room < rooms; ++room)
    Furnisher(&scene, &random, &materials, &placement, room, rules.cluttered).Furnish();
  return scene;
}

void CheckSide(double side_m) {
  if (side_m >= kSmallestRoom_m && side_m <= kLargestRoom_m) return;
  char text[96];
  std::snprintf(text, sizeof(text), "room size: found %g m, expected %g to %g m a side", side_m,
                kSmallestRoom_m, kLargestRoom_m);
  throw UsageError(text);
}

}  // namespace

Scene BuildRoom(uint64_t seed, const std::optional<RoomSize>& size, const RoomRules& rules) {
  Random random(seed);
  const RoomSize drawn = {Between(random, 3.6, 5.6), Between(random, 3.2, 4.6)};
  const RoomSize used = size.value_or(drawn);
  CheckSide(used.width_m);
  CheckSide(used.depth_m);
  return BuildScene(OneRoom(used.width_m, used.depth_m, Between(random, 2.4, 2.8)), random, rules);
}

Scene BuildFlat(uint64_t seed) {
  Random random(seed);
  return BuildScene(FiveRoomFlat(random), random, {});
}

}  // namespace isogs::synthetic
