// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <optional>
#include <string>

#include "measure/room_figures.h"

namespace isogs {

/// Between two points of a mesh's surface, near those that were asked for.
struct Distance {
  Eigen::Vector3d from, to;   ///< on the surface
  double from_moved_m = 0.0;  ///< from the point that was asked for
  double to_moved_m = 0.0;
};

struct Measurement {
  std::string mesh;     ///< its file
  std::string up_from;  ///< where the upward direction is from
  RoomFigures room;
  std::optional<Distance> distance;
};

/// For people: a line a figure, and what is missing in words.
std::string ToText(const Measurement& measurement);

/// For programs: one JSON object; what is not known is null.
std::string ToJsonText(const Measurement& measurement);

}  // namespace isogs
