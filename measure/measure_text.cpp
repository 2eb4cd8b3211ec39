// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "measure/measure_text.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kFlat_m = 0.03;      // of a ceiling's range: more is said
constexpr double kFarMoved_m = 0.05;  // of a point onto the surface: more is said

Json OrNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }
Json ToJson(const Eigen::Vector3d& v) { return {v.x(), v.y(), v.z()}; }

Json ToJson(const std::optional<Plane>& plane) {
  if (!plane) return nullptr;
  return {{"normal", ToJson(plane->normal)},
          {"offset_m", plane->offset_m},
          {"area_m2", plane->area_m2},
          {"scatter_m", plane->scatter_m}};
}

Json ToJson(const std::optional<FloorArea>& area) {
  if (!area) return nullptr;
  return {{"whole_m2", area->whole_m2},
          {"seen_m2", area->seen_m2},
          {"under_things_m2", area->under_m2},
          {"under_ceiling_m2", area->ceiling_m2},
          {"enclosed_m2", area->enclosed_m2}};
}

std::string Point(const Eigen::Vector3d& p) {
  return fmt::format("{:.3f},{:.3f},{:.3f}", p.x(), p.y(), p.z());
}

std::string Line(const char* name, const std::string& text) { return fmt::format("{:<10}{}\n", name, text); }

std::string HeightLine(const RoomFigures& room) {
  if (!room.height_m) return Line("height", "not known: floor and ceiling were not both seen");
  std::string text = fmt::format("{:.3f} m from floor to ceiling", *room.height_m);
  const auto [low, high] = room.ceiling_range_m;
  if (high - low > kFlat_m) text += fmt::format(", the ceiling from {:.2f} to {:.2f} m", low, high);
  return Line("height", text);
}

std::string FloorLine(const RoomFigures& room) {
  if (!room.area) return Line("floor", "not known");
  const FloorArea& area = *room.area;
  return Line("floor",
              fmt::format("{:.2f} m²: {:.2f} seen, {:.2f} under things, {:.2f} under the ceiling alone, "
                          "{:.2f} enclosed",
                          area.whole_m2, area.seen_m2, area.under_m2, area.ceiling_m2, area.enclosed_m2));
}

std::string WallsLine(const RoomFigures& room) {
  const auto side = [](const std::optional<double>& m) {
    return m ? fmt::format("{:.3f}", *m) : std::string("?");
  };
  if (!room.walls_m[0] && !room.walls_m[1]) return Line("walls", "not known");
  return Line("walls", side(room.walls_m[0]) + " x " + side(room.walls_m[1]) + " m between opposite ones");
}

std::string DistanceLines(const Distance& distance, const Eigen::Vector3d& up) {
  const Eigen::Vector3d way = distance.to - distance.from;
  const double rise_m = way.dot(up);
  std::string text = Line("distance", fmt::format("{:.4f} m: {:.4f} level, {:+.4f} up", way.norm(),
                                                  (way - rise_m * up).norm(), rise_m));
  for (const auto& [name, point, moved_m] : {std::tuple("  from", distance.from, distance.from_moved_m),
                                             std::tuple("  to", distance.to, distance.to_moved_m)}) {
    text += Line(name, fmt::format("{}, {:.1f} mm from the point asked for{}", Point(point), 1e3 * moved_m,
                                   moved_m > kFarMoved_m ? ": there is no surface nearer" : ""));
  }
  return text;
}

}  // namespace

std::string ToText(const Measurement& measurement) {
  const RoomFigures& room = measurement.room;
  std::string text = HeightLine(room) + FloorLine(room) + WallsLine(room);
  text += Line("extents", fmt::format("{:.2f} x {:.2f} m, {:.2f} m high: the mesh along these axes",
                                      room.extents_m[0], room.extents_m[1], room.extents_m[2]));
  text += Line("surface", fmt::format("{:.2f} m²", room.surface_m2));
  if (room.volume_m3)
    text += Line("volume", fmt::format("{:.2f} m³, the floor's area times the height", *room.volume_m3));
  if (measurement.distance) text += DistanceLines(*measurement.distance, room.axes[2]);
  text += Line("up", Point(room.axes[2]) + ", " + measurement.up_from);
  for (const std::string& note : room.notes) text += Line("note", note);
  return text;
}

std::string ToJsonText(const Measurement& measurement) {
  const RoomFigures& room = measurement.room;
  Json json = {{"mesh", measurement.mesh},
               {"up", ToJson(room.axes[2])},
               {"up_from", measurement.up_from},
               {"height_m", OrNull(room.height_m)},
               {"ceiling_lowest_m", room.height_m ? Json(room.ceiling_range_m[0]) : Json(nullptr)},
               {"ceiling_highest_m", room.height_m ? Json(room.ceiling_range_m[1]) : Json(nullptr)},
               {"floor_area", ToJson(room.area)},
               {"walls_m", {OrNull(room.walls_m[0]), OrNull(room.walls_m[1])}},
               {"extents_m", room.extents_m},
               {"axes", {ToJson(room.axes[0]), ToJson(room.axes[1]), ToJson(room.axes[2])}},
               {"surface_m2", room.surface_m2},
               {"volume_m3", OrNull(room.volume_m3)},
               {"floor", ToJson(room.floor)},
               {"ceiling", ToJson(room.ceiling)},
               {"notes", room.notes}};
  if (const auto& distance = measurement.distance) {
    json["distance"] = {{"m", (distance->to - distance->from).norm()},
                        {"from", ToJson(distance->from)},
                        {"to", ToJson(distance->to)},
                        {"from_moved_m", distance->from_moved_m},
                        {"to_moved_m", distance->to_moved_m}};
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace isogs
