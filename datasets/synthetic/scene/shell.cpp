// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/shell.h"

#include <algorithm>
#include <optional>

#include "datasets/synthetic/scene/assembly.h"
#include "datasets/synthetic/scene/draw.h"

namespace isogs::synthetic {
namespace {

constexpr double kSlab_m = 0.1;  // thickness of floors and ceilings
constexpr double kSkirting_m = 0.014, kSkirtingHeight_m = 0.08;

struct RoomMaterials {
  int floor = 0;
  std::array<int, 4> walls = {};  // that look to -x, +x, -y, +y
};

/// The plan cut into the cells of a grid on whose lines all rooms, doors and outer walls begin and end.
class PlanGrid {
 public:
  explicit PlanGrid(const FloorPlan& plan) : plan_(plan) {
    for (const FloorRect& room : plan.rooms) AddLines(room, plan.wall_m);
    for (const Door& door : plan.doors) AddLines(door.opening, 0.0);
    for (auto* lines : {&xs_, &ys_}) {
      std::ranges::sort(*lines);
      const auto same = [](double a, double b) { return b - a < 1e-9; };
      lines->erase(std::unique(lines->begin(), lines->end(), same), lines->end());
    }
  }

  int columns() const { return static_cast<int>(xs_.size()) - 1; }
  int rows() const { return static_cast<int>(ys_.size()) - 1; }
  FloorRect Cell(int column, int row) const {
    const auto c = static_cast<size_t>(column), r = static_cast<size_t>(row);
    return {xs_[c], ys_[r], xs_[c + 1], ys_[r + 1]};
  }
  FloorRect All() const { return {xs_.front(), ys_.front(), xs_.back(), ys_.back()}; }
  std::optional<int> RoomAt(double x, double y) const {
    for (size_t i = 0; i < plan_.rooms.size(); ++i)
      if (plan_.rooms[i].Contains(x, y)) return static_cast<int>(i);
    return std::nullopt;
  }
  const Door* DoorAt(double x, double y) const {
    for (const Door& door : plan_.doors)
      if (door.opening.Contains(x, y)) return &door;
    return nullptr;
  }

 private:
  void AddLines(const FloorRect& rect, double margin) {
    for (const double x : {rect.x0 - margin, rect.x0, rect.x1, rect.x1 + margin}) xs_.push_back(x);
    for (const double y : {rect.y0 - margin, rect.y0, rect.y1, rect.y1 + margin}) ys_.push_back(y);
  }

  const FloorPlan& plan_;
  std::vector<double> xs_, ys_;
};

class ShellBuilder {
 public:
  ShellBuilder(Scene& scene, Random& random, Materials& materials)
      : scene_(scene), grid_(scene.plan), white_(materials.WhitePaint()) {
    for (size_t i = 0; i < scene.plan.rooms.size(); ++i) {
      RoomMaterials room;
      room.floor = materials.Floor();
      room.walls.fill(materials.Wall());
      if (Chance(random, 0.7)) room.walls[random.NextIndex(4)] = materials.Wall();
      rooms_.push_back(room);
    }
    skirting_ = Chance(random, 0.5) ? white_ : materials.Wood();
  }

  void AddFloorsAndCeiling() {
    for (size_t i = 0; i < rooms_.size(); ++i)
      AddBox(ObjectKind::kFloor, scene_.plan.rooms[i], -kSlab_m, 0.0, rooms_[i].floor, static_cast<int>(i));
    for (const Door& door : scene_.plan.doors)
      AddBox(ObjectKind::kFloor, door.opening, -kSlab_m, 0.0, skirting_, door.room_a);
    AddBox(ObjectKind::kCeiling, grid_.All(), height(), height() + kSlab_m, white_, -1);
  }

  void AddWalls() {
    for (int row = 0; row < grid_.rows(); ++row) {
      for (int column = 0; column < grid_.columns(); ++column) {
        const FloorRect cell = grid_.Cell(column, row);
        const double x = (cell.x0 + cell.x1) / 2, y = (cell.y0 + cell.y1) / 2;
        if (grid_.RoomAt(x, y)) continue;
        const bool door = grid_.DoorAt(x, y) != nullptr;
        AddWall(cell, door ? scene_.plan.door_height_m : -kSlab_m, !door);
      }
    }
  }

  void AddCorner(const RoundCorner& corner) {
    Assembly assembly(ObjectKind::kCurvedWall);
    Part& part = assembly.Box({0, 0, 0}, {corner.radius_m, corner.radius_m, height()},
                              rooms_[static_cast<size_t>(corner.room)].walls[0]);
    part.shape = Shape::kCurvedWall;
    SceneObject object = assembly.Take().object;
    // The part's corner is at its origin, hollow towards +x and +y: turned by quarters it fits any corner.
    const Eigen::Vector3d x_axis = corner.inward_x * corner.inward_y > 0
                                       ? Eigen::Vector3d(corner.inward_x, 0.0, 0.0)
                                       : Eigen::Vector3d(0.0, corner.inward_y, 0.0);
    object.world_from_object.linear().col(0) = x_axis;
    object.world_from_object.linear().col(1) = Eigen::Vector3d::UnitZ().cross(x_axis);
    object.world_from_object.translation() = Eigen::Vector3d(corner.x, corner.y, 0.0);
    object.room = corner.room;
    scene_.objects.push_back(object);
  }

 private:
  double height() const { return scene_.plan.height_m; }

  Part& AddBox(ObjectKind kind, const FloorRect& area, double z0, double z1, int material, int room) {
    SceneObject object;
    object.kind = kind;
    object.room = room;
    object.size_m = {area.width(), area.depth(), z1 - z0};
    Part part;
    part.object_from_part.translation() =
        Eigen::Vector3d((area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2, (z0 + z1) / 2);
    part.size_m = object.size_m;
    part.material = material;
    object.parts.push_back(part);
    return scene_.objects.emplace_back(object).parts.front();
  }

  void AddWall(const FloorRect& cell, double bottom, bool with_skirting) {
    const double x = (cell.x0 + cell.x1) / 2, y = (cell.y0 + cell.y1) / 2, aside = 1e-3;
    const std::array<std::array<double, 2>, 4> beside = {
        {{cell.x0 - aside, y}, {cell.x1 + aside, y}, {x, cell.y0 - aside}, {x, cell.y1 + aside}}};
    std::array<int, 6> faces = {white_, white_, white_, white_, white_, white_};
    std::array<std::optional<int>, 4> room_beside;
    for (size_t face = 0; face < 4; ++face) {
      room_beside[face] = grid_.RoomAt(beside[face][0], beside[face][1]);
      if (room_beside[face]) faces[face] = rooms_[static_cast<size_t>(*room_beside[face])].walls[face];
    }
    AddBox(ObjectKind::kWall, cell, bottom, height(), white_, -1).face_materials = faces;
    if (!with_skirting) return;
    for (size_t face = 0; face < 4; ++face) {
      if (room_beside[face]) AddSkirting(cell, face, *room_beside[face]);
    }
  }

  void AddSkirting(const FloorRect& wall, size_t face, int room) {
    FloorRect area = wall;
    if (face == 0) area = {wall.x0 - kSkirting_m, wall.y0 + kSkirting_m, wall.x0, wall.y1 - kSkirting_m};
    if (face == 1) area = {wall.x1, wall.y0 + kSkirting_m, wall.x1 + kSkirting_m, wall.y1 - kSkirting_m};
    if (face == 2) area = {wall.x0, wall.y0 - kSkirting_m, wall.x1, wall.y0};
    if (face == 3) area = {wall.x0, wall.y1, wall.x1, wall.y1 + kSkirting_m};
    AddBox(ObjectKind::kSkirting, area, 0.0, kSkirtingHeight_m, skirting_, room);
  }

  Scene& scene_;
  PlanGrid grid_;
  int white_;
  int skirting_ = 0;
  std::vector<RoomMaterials> rooms_;
};

}  // namespace

void AddShell(Scene& scene, Random& random, Materials& materials, const std::vector<RoundCorner>& corners) {
  ShellBuilder builder(scene, random, materials);
  builder.AddFloorsAndCeiling();
  builder.AddWalls();
  for (const RoundCorner& corner : corners) builder.AddCorner(corner);
}

}  // namespace isogs::synthetic
