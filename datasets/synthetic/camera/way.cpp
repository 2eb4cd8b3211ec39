// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/camera/way.h"

#include <algorithm>
#include <cmath>

#include "datasets/synthetic/scene/draw.h"
#include "shared/core/error.h"

namespace isogs::synthetic {
namespace {

constexpr double kStep_m = 0.05;
constexpr double kPlanned_m = 0.42;  // clearance at first; what is smoothed and shaken needs less
constexpr double kSmoothed_m = 0.36;
constexpr int kSmoothingPasses = 60;

std::vector<FloorPoint> Resampled(const std::vector<FloorPoint>& line) {
  std::vector<FloorPoint> points = {line.front()};
  double left_m = kStep_m;  // to the next point
  for (size_t i = 1; i < line.size(); ++i) {
    FloorPoint from = line[i - 1];
    while ((line[i] - from).norm() >= left_m) {
      from += left_m * (line[i] - from).normalized();
      points.push_back(from);
      left_m = kStep_m;
    }
    left_m -= (line[i] - from).norm();
  }
  return points;
}

/// Rounds corners where there is room for it.
void Smooth(Way& way, const Obstacles& obstacles) {
  std::vector<FloorPoint>& points = way.points;
  const size_t count = points.size();
  const size_t first = way.closed ? 0 : 1, end = way.closed ? count : count - 1;
  for (int pass = 0; pass < kSmoothingPasses; ++pass) {
    const std::vector<FloorPoint> before = points;
    for (size_t i = first; i < end; ++i) {
      const FloorPoint moved =
          0.25 * before[(i + count - 1) % count] + 0.5 * before[i] + 0.25 * before[(i + 1) % count];
      const auto clear = [&](double z) {
        return obstacles.Clearance({moved.x(), moved.y(), z}, kSmoothed_m) >= kSmoothed_m;
      };
      if (clear(FreeSpace::kLowest_m) && clear(FreeSpace::kHighest_m)) points[i] = moved;
    }
  }
}

void Append(std::vector<FloorPoint>& line, const std::vector<FloorPoint>& more) {
  line.insert(line.end(), more.begin() + (line.empty() ? 0 : 1), more.end());
}

double LengthOf(const std::vector<FloorPoint>& line) {
  double length = 0.0;
  for (size_t i = 1; i < line.size(); ++i) length += (line[i] - line[i - 1]).norm();
  return length;
}

}  // namespace

double Way::Length() const {
  return kStep_m * static_cast<double>(closed ? points.size() : points.size() - 1);
}

FloorPoint Way::At(double along_m) const {
  const auto count = static_cast<int64_t>(points.size());
  const double at = along_m / kStep_m;
  const auto i = static_cast<int64_t>(std::floor(at));
  const auto point = [&](int64_t index) {
    return points[static_cast<size_t>(closed ? ((index % count) + count) % count
                                             : std::clamp<int64_t>(index, 0, count - 1))];
  };
  const double t = at - static_cast<double>(i);
  return (1.0 - t) * point(i) + t * point(i + 1);
}

Way WanderThroughRoom(const Scene& scene, const Obstacles& obstacles, Random& random, double length_m) {
  for (const double clearance : {kPlanned_m, 0.5 * (kPlanned_m + kSmoothed_m), kSmoothed_m}) {
    const FreeSpace space(scene, obstacles, clearance);
    if (space.places().size() < 30) continue;
    std::vector<FloorPoint> line;
    FloorPoint at = OneOf(random, space.places());
    while (LengthOf(line) < length_m + 0.5) {
      // The farthest of three, so that ways are not too short to look around.
      FloorPoint goal = at;
      for (int i = 0; i < 3; ++i) {
        const FloorPoint other = OneOf(random, space.places());
        if ((other - at).norm() > (goal - at).norm()) goal = other;
      }
      if (goal == at) continue;
      Append(line, space.FindWay(at, goal));
      at = goal;
    }
    Way way = {Resampled(line), false};
    Smooth(way, obstacles);
    return way;
  }
  throw Error("room: found no way for a camera, expected some square metres without furniture at eye height");
}

Way WalkThroughFlat(const Scene& scene, const Obstacles& obstacles, Random& random) {
  const FreeSpace space(scene, obstacles, kPlanned_m);
  std::vector<FloorPoint> stops;
  for (size_t i = 0; i < scene.plan.rooms.size(); ++i) {
    const FloorRect& room = scene.plan.rooms[i];
    const FloorRect& door = scene.plan.doors[i].opening;
    const FloorPoint inside(Between(random, 0.4, 0.6) * room.width() + room.x0,
                            Between(random, 0.4, 0.6) * room.depth() + room.y0);
    stops.push_back(space.NearestTo(inside));
    stops.push_back(space.NearestTo({(door.x0 + door.x1) / 2, (door.y0 + door.y1) / 2}));
  }
  std::vector<FloorPoint> line;
  for (size_t i = 0; i < stops.size(); ++i) {
    const std::vector<FloorPoint> leg = space.FindWay(stops[i], stops[(i + 1) % stops.size()]);
    if (leg.empty()) throw Error("flat: found no way from room to room, expected open doors");
    Append(line, leg);
  }
  Way way = {Resampled(line), true};
  way.points.pop_back();  // as good as the first
  Smooth(way, obstacles);
  return way;
}

}  // namespace isogs::synthetic
