// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/core/random.h"

namespace isogs::synthetic {

/// A rectangle on the floor [m].
struct FloorRect {
  double x0 = 0.0, y0 = 0.0, x1 = 0.0, y1 = 0.0;

  double width() const { return x1 - x0; }
  double depth() const { return y1 - y0; }
  bool Contains(double x, double y) const { return x > x0 && x < x1 && y > y0 && y < y1; }
};

/// An opening in the wall between two rooms.
struct Door {
  FloorRect opening;
  int room_a = 0;
  int room_b = 0;
};

/// Rooms between walls, and the doors that join them; z is up, the floor at 0.
struct FloorPlan {
  std::vector<FloorRect> rooms;  ///< within their walls
  std::vector<Door> doors;       ///< room i's door i leads to room i + 1, around, where there are any
  double height_m = 2.6;
  double door_height_m = 2.1;
  double wall_m = 0.12;  ///< thickness
};

FloorPlan OneRoom(double width_m, double depth_m, double height_m);
/// Five rooms in a ring, two rows of them.
FloorPlan FiveRoomFlat(Random& random);

}  // namespace isogs::synthetic
