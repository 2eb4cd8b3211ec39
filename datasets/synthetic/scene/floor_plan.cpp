// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/floor_plan.h"

#include "datasets/synthetic/scene/draw.h"

namespace isogs::synthetic {
namespace {

constexpr double kDoorWidth = 1.0;

/// A door through the wall that lies at x0..x1, somewhere in y0..y1.
FloorRect DoorAlongY(Random& random, double x0, double x1, double y0, double y1) {
  const double middle = Between(random, y0 + 0.42 * (y1 - y0), y0 + 0.58 * (y1 - y0));
  return {x0, middle - kDoorWidth / 2, x1, middle + kDoorWidth / 2};
}

FloorRect DoorAlongX(Random& random, double x0, double x1, double y0, double y1) {
  const FloorRect turned = DoorAlongY(random, y0, y1, x0, x1);
  return {turned.y0, turned.x0, turned.y1, turned.x1};
}

}  // namespace

FloorPlan OneRoom(double width_m, double depth_m, double height_m) {
  FloorPlan plan;
  plan.rooms = {{0.0, 0.0, width_m, depth_m}};
  plan.height_m = height_m;
  return plan;
}

FloorPlan FiveRoomFlat(Random& random) {
  FloorPlan plan;
  const double t = plan.wall_m;
  const double a0 = 0.0, a1 = Between(random, 3.0, 3.5);
  const double b0 = a1 + t, b1 = b0 + Between(random, 3.0, 3.5);
  const double c0 = b1 + t, c1 = c0 + Between(random, 3.0, 3.5);
  const double lower0 = 0.0, lower1 = Between(random, 3.2, 3.7);
  const double upper0 = lower1 + t, upper1 = upper0 + Between(random, 3.2, 3.7);
  plan.rooms = {{a0, lower0, b1, lower1},
                {c0, lower0, c1, lower1},
                {c0, upper0, c1, upper1},
                {b0, upper0, b1, upper1},
                {a0, upper0, a1, upper1}};
  plan.doors = {{DoorAlongY(random, b1, c0, lower0, lower1), 0, 1},
                {DoorAlongX(random, c0, c1, lower1, upper0), 1, 2},
                {DoorAlongY(random, b1, c0, upper0, upper1), 2, 3},
                {DoorAlongY(random, a1, b0, upper0, upper1), 3, 4},
                {DoorAlongX(random, a0, a1, lower1, upper0), 4, 0}};
  return plan;
}

}  // namespace isogs::synthetic
