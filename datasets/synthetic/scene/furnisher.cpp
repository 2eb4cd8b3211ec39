// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/furnisher.h"

#include <algorithm>
#include <numbers>

#include "datasets/synthetic/scene/accessories.h"
#include "datasets/synthetic/scene/draw.h"
#include "datasets/synthetic/scene/furniture.h"

namespace isogs::synthetic {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kBesideSkirting_m = 0.02;

}  // namespace

Furnisher::Furnisher(Scene* scene, Random* random, Materials* materials, Placement* placement, int room,
                     bool cluttered)
    : scene_(scene),
      random_(*random),
      materials_(*materials),
      placement_(*placement),
      room_(room),
      area_(scene->plan.rooms.at(static_cast<size_t>(room))),
      cluttered_(cluttered) {}

void Furnisher::Furnish() {
  HangLamp();
  HangWindow();
  PutAlongWalls();
  LayRugWithTable();
  PutDiningTable();
  PutOnFloor();
  HangOnWalls();
}

bool Furnisher::IsOuterWall(int side) const {
  return std::ranges::none_of(scene_->plan.rooms, [&](const FloorRect& other) {
    if (side == 0) return other.x1 < area_.x0;
    if (side == 1) return other.x0 > area_.x1;
    if (side == 2) return other.y1 < area_.y0;
    return other.y0 > area_.y1;
  });
}

int Furnisher::PutAtWall(const Furnishing& furnishing, double z, double gap_m, int tries,
                         bool outer_walls_only) {
  const Eigen::AlignedBox3d bounds = BoundsOf(furnishing.object);
  const double half = std::max(-bounds.min().x(), bounds.max().x()), back = -bounds.min().y() + gap_m;
  for (int i = 0; i < tries; ++i) {
    const int side = IntBetween(random_, 0, 3);
    if (outer_walls_only && !IsOuterWall(side)) continue;
    const bool along_x = side >= 2;
    const double low = (along_x ? area_.x0 : area_.y0) + half + 0.03;
    const double high = (along_x ? area_.x1 : area_.y1) - half - 0.03;
    if (low >= high) continue;
    const double at = Between(random_, low, high);
    const std::array<Eigen::Vector3d, 4> places = {{{area_.x0 + back, at, z},
                                                    {area_.x1 - back, at, z},
                                                    {at, area_.y0 + back, z},
                                                    {at, area_.y1 - back, z}}};
    constexpr std::array<double, 4> kYaws = {-kPi / 2, kPi / 2, 0.0, kPi};  // y into the room
    const auto s = static_cast<size_t>(side);
    const int put = placement_.TryToPut(furnishing, room_, places[s], kYaws[s]);
    if (put >= 0) return put;
  }
  return -1;
}

int Furnisher::PutAnywhere(const Furnishing& furnishing, double margin_m, int tries) {
  for (int i = 0; i < tries; ++i) {
    const Eigen::Vector3d place(Between(random_, area_.x0 + margin_m, area_.x1 - margin_m),
                                Between(random_, area_.y0 + margin_m, area_.y1 - margin_m), kContactGap_m);
    const int put = placement_.TryToPut(furnishing, room_, place, Between(random_, -kPi, kPi));
    if (put >= 0) return put;
  }
  return -1;
}

int Furnisher::PutOnLedge(const Furnishing& furnishing, int object, const Ledge& ledge, double x, double y,
                          double yaw_rad) {
  const Pose& world_from_object = scene_->objects[static_cast<size_t>(object)].world_from_object;
  const Eigen::Vector3d place = world_from_object * Eigen::Vector3d(x, y, ledge.z + kContactGap_m);
  const Eigen::Matrix3d& turn = world_from_object.linear();
  const double yaw = std::atan2(turn(1, 0), turn(0, 0)) + yaw_rad;
  return placement_.TryToPut(furnishing, room_, place, yaw, object, ledge.inside ? object : -1);
}

void Furnisher::HangLamp() {
  const double x = (area_.x0 + area_.x1) / 2, y = (area_.y0 + area_.y1) / 2;
  const double width = Between(random_, 0.5, 1.0), depth = Between(random_, 0.3, 0.6);
  const Color radiance = {9.0f, 8.2f, 7.0f};
  const Furnishing lamp = MakeCeilingLamp(materials_, width, depth, radiance);
  const double z = scene_->plan.height_m - 0.06 - kContactGap_m;
  if (placement_.TryToPut(lamp, room_, {x, y, z}, 0.0) < 0) return;
  scene_->lights.push_back({{x, y, z - 2e-3},
                            {(width - 0.04) / 2, 0, 0},
                            {0, (depth - 0.04) / 2, 0},
                            -Eigen::Vector3d::UnitZ(),
                            radiance,
                            room_});
}

void Furnisher::HangWindow() {
  const Color radiance = {4.2f, 4.8f, 5.6f};
  const Furnishing window = MakeWindow(random_, materials_);
  const int put = PutAtWall(window, 0.95, kContactGap_m, 30, true);
  if (put < 0) return;
  constexpr size_t kPane = 5;  // of the window's parts, the one that shines
  const SceneObject& object = scene_->objects[static_cast<size_t>(put)];
  const Part& pane = object.parts[kPane];
  const Eigen::Matrix3d& axes = object.world_from_object.linear();
  const Eigen::Vector3d before_pane = pane.object_from_part.translation() + Eigen::Vector3d(0, 0.006, 0);
  scene_->lights.push_back({object.world_from_object * before_pane, axes.col(0) * pane.size_m.x() / 2,
                            axes.col(2) * pane.size_m.z() / 2, axes.col(1), radiance, room_});
}

void Furnisher::PutAlongWalls() {
  const double floor_area = area_.width() * area_.depth();
  std::vector<Furnishing> furniture;
  furniture.push_back(Chance(random_, 0.65) ? MakeSofa(random_, materials_) : MakeBed(random_, materials_));
  furniture.push_back(MakeShelf(random_, materials_));
  furniture.push_back(MakeCabinet(random_, materials_));
  if (floor_area > 11.0) furniture.push_back(MakeTable(random_, materials_, 0.74));
  if (floor_area > 13.0) furniture.push_back(MakeShelf(random_, materials_));
  if (floor_area > 17.0) furniture.push_back(MakeSofa(random_, materials_));
  for (const Furnishing& piece : furniture) {
    const int put = PutAtWall(piece, kContactGap_m, kBesideSkirting_m + Between(random_, 0.0, 0.03), 25);
    if (put >= 0) FillLedges(put);
  }
}

void Furnisher::LayRugWithTable() {
  const double width = Between(random_, 1.3, 2.0), depth = Between(random_, 1.0, 1.4);
  const Furnishing rug = MakeRug(random_, materials_, width, depth);
  for (int i = 0; i < 12; ++i) {
    const double x = Between(random_, area_.x0 + 0.8, area_.x1 - 0.8);
    const double y = Between(random_, area_.y0 + 0.8, area_.y1 - 0.8);
    const int laid =
        placement_.TryToPut(rug, room_, {x, y, kContactGap_m}, IntBetween(random_, 0, 1) * kPi / 2);
    if (laid < 0) continue;
    if (Chance(random_, 0.8)) {
      const double z = rug.object.size_m.z() + 2 * kContactGap_m;
      const int table =
          placement_.TryToPut(MakeTable(random_, materials_, 0.42), room_, {x, y, z}, 0.0, laid);
      if (table >= 0) FillLedges(table);
    }
    return;
  }
}

void Furnisher::PutDiningTable() {
  if (area_.width() * area_.depth() < 12.0) return;
  const int table = PutAnywhere(MakeTable(random_, materials_, 0.74), 0.9, 12);
  if (table < 0) return;
  FillLedges(table);
  const SceneObject object = scene_->objects[static_cast<size_t>(table)];
  for (int i = 0; i < 4; ++i) {
    const double yaw = i * kPi / 2 + Between(random_, -0.2, 0.2);  // of the chair's back from the table
    const double reach =
        (i % 2 == 0 ? object.size_m.y() : object.size_m.x()) / 2 + Between(random_, 0.24, 0.4);
    const Eigen::Vector3d outward(-std::sin(i * kPi / 2), std::cos(i * kPi / 2), 0.0);
    const Eigen::Matrix3d& turn = object.world_from_object.linear();
    const Eigen::Vector3d place = object.world_from_object * Eigen::Vector3d(reach * outward);
    placement_.TryToPut(MakeChair(random_, materials_), room_, place,
                        std::atan2(turn(1, 0), turn(0, 0)) + yaw + kPi);
  }
}

void Furnisher::PutOnFloor() {
  PutAtWall(MakeFloorLamp(random_, materials_), kContactGap_m, 0.08, 8);
  PutAtWall(MakePlant(random_, materials_), kContactGap_m, 0.1, 8);
  const int things = cluttered_ ? IntBetween(random_, 22, 30) : IntBetween(random_, 3, 6);
  const int tries = cluttered_ ? 25 : 6;
  for (int i = 0; i < things; ++i) {
    switch (IntBetween(random_, 0, 4)) {
      case 0:
        PutAnywhere(MakePouf(random_, materials_), 0.3, tries);
        break;
      case 1:
        PutAnywhere(MakeBall(random_, materials_, Between(random_, 0.16, 0.4)), 0.2, tries);
        break;
      case 2:
        PutAnywhere(MakeVase(random_, materials_, Between(random_, 0.35, 0.6)), 0.2, tries);
        break;
      case 3:
        PutAnywhere(MakeChair(random_, materials_), 0.3, tries);
        break;
      default: {
        const int box =
            PutAnywhere(MakeStorageBox(random_, materials_, Between(random_, 0.3, 0.6)), 0.3, tries);
        if (box < 0) break;
        const Eigen::Vector3d size = scene_->objects[static_cast<size_t>(box)].size_m;
        PutOnLedge(MakeStorageBox(random_, materials_, 0.6 * std::min(size.x(), size.y())), box,
                   {{}, size.z(), 0.5}, 0.0, 0.0, Between(random_, -0.5, 0.5));
      }
    }
  }
}

void Furnisher::HangOnWalls() {
  const int pictures = IntBetween(random_, 4, 7);
  for (int i = 0; i < pictures; ++i)
    PutAtWall(MakePicture(random_, materials_), Between(random_, 1.15, 1.5), 0.001, 10);
  for (int i = IntBetween(random_, 0, 2); i > 0; --i) {
    const int shelf = PutAtWall(MakeWallShelf(random_, materials_), Between(random_, 1.2, 1.7), 0.001, 8);
    if (shelf >= 0) FillLedges(shelf);
  }
}

void Furnisher::FillLedges(int object) {
  const std::vector<Ledge> ledges = placement_.LedgesOf(object);
  for (const Ledge& ledge : ledges) {
    const bool narrow = ledge.area.depth() < 0.36;
    if (narrow && Chance(random_, ledge.inside ? 0.65 : 0.35)) {
      FillWithBooks(object, ledge);
    } else {
      Scatter(object, ledge);
    }
  }
}

void Furnisher::FillWithBooks(int object, const Ledge& ledge) {
  double x = ledge.area.x0 + 0.01;
  const double end = ledge.area.x0 + Between(random_, 0.5, 0.98) * ledge.area.width();
  while (x < end) {
    const Furnishing book = MakeBook(random_, materials_, std::min(0.29, ledge.headroom_m - 0.02));
    const Eigen::Vector3d size = book.object.size_m;
    if (x + size.x() > ledge.area.x1 || size.y() > ledge.area.depth() - 0.01) return;
    const double slack = ledge.area.depth() - size.y() - 0.002;
    const double y = ledge.area.y0 + size.y() / 2 + Between(random_, 0.3 * slack, slack);
    PutOnLedge(book, object, ledge, x + size.x() / 2, y, 0.0);
    x += size.x() + (Chance(random_, 0.1) ? Between(random_, 0.02, 0.1) : 0.001);
  }
}

void Furnisher::Scatter(int object, const Ledge& ledge) {
  if (!ledge.inside && ledge.area.width() > 0.8 && ledge.area.depth() > 0.3 && Chance(random_, 0.3))
    PutOnLedge(MakeScreen(random_, materials_), object, ledge, 0.0, (ledge.area.y0 + ledge.area.y1) / 2, 0.0);
  const int things = (cluttered_ ? 3 : 1) * IntBetween(random_, 2, ledge.inside ? 3 : 6);
  for (int i = 0; i < things; ++i) {
    const double largest = std::min({0.3, 0.8 * ledge.headroom_m, 0.85 * ledge.area.depth()});
    const double x = Between(random_, ledge.area.x0 + largest / 2, ledge.area.x1 - largest / 2);
    const double y = Between(random_, ledge.area.y0 + largest / 2, ledge.area.y1 - largest / 2);
    const double yaw = ledge.inside ? 0.0 : Between(random_, -kPi, kPi);
    switch (IntBetween(random_, 0, 3)) {
      case 0:
        PutOnLedge(MakeBall(random_, materials_, Between(random_, 0.3, 0.7) * largest), object, ledge, x, y,
                   yaw);
        break;
      case 1:
        PutOnLedge(MakeVase(random_, materials_, Between(random_, 0.6, 1.0) * largest), object, ledge, x, y,
                   yaw);
        break;
      case 2:
        PutOnLedge(MakeStorageBox(random_, materials_, Between(random_, 0.5, 0.8) * largest), object, ledge,
                   x, y, yaw);
        break;
      default:
        PutOnLedge(MakeBook(random_, materials_, largest), object, ledge, x, y, yaw);
        break;
    }
  }
}

}  // namespace isogs::synthetic
