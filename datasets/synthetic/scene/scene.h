// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "datasets/synthetic/scene/floor_plan.h"
#include "datasets/synthetic/scene/material.h"
#include "datasets/synthetic/scene/oriented_box.h"
#include "shared/geometry/pose.h"

namespace isogs::synthetic {

enum class Shape {
  kBox,
  kSphere,     ///< an ellipsoid where its sizes differ
  kCylinder,   ///< upright, or a cone cut off where the top is wider or narrower
  kCurvedWall  ///< a quarter of a circle that rounds the corner at the part's origin, hollow towards +x, +y
};

/// A primitive of an object, centred on its own frame, but for the curved wall.
struct Part {
  Shape shape = Shape::kBox;
  Pose object_from_part = Pose::Identity();
  Eigen::Vector3d size_m = Eigen::Vector3d::Ones();
  double top_scale = 1.0;  ///< of a cylinder: width of the top over that of the bottom
  int material = 0;
  std::array<int, 6> face_materials = {-1, -1, -1, -1, -1, -1};  ///< of a box: -x, +x, -y, +y, -z, +z
};

enum class ObjectKind {
  kFloor,
  kCeiling,
  kWall,
  kCurvedWall,
  kSkirting,
  kDoorFrame,  // the shell, which nothing else may touch
  kTable,
  kChair,
  kSofa,
  kBed,
  kShelf,
  kCabinet,
  kFloorLamp,
  kCeilingLamp,
  kPlant,
  kRug,
  kPicture,
  kWindow,
  kWallShelf,
  kScreen,
  kBook,
  kVase,
  kBall,
  kStorageBox,
  kPouf
};

inline constexpr size_t kObjectKinds = static_cast<size_t>(ObjectKind::kPouf) + 1;
std::string_view NameOf(ObjectKind kind);
inline bool IsShell(ObjectKind kind) { return kind <= ObjectKind::kDoorFrame; }

/// Its frame stands at the middle of its base, z up; y points away from the wall or back.
struct SceneObject {
  ObjectKind kind = ObjectKind::kWall;
  Pose world_from_object = Pose::Identity();
  Eigen::Vector3d size_m = Eigen::Vector3d::Zero();  ///< of the smallest box in its frame
  int room = -1;
  std::vector<Part> parts;
  int supported_by = -1;  ///< index of the object that it stands or hangs on; -1: the room
  int contained_in = -1;  ///< index of the object whose inside it stands in
};

/// A rectangle that shines to the side of `normal`.
struct AreaLight {
  Eigen::Vector3d center, half_u, half_v, normal;
  Color radiance = {1.0f, 1.0f, 1.0f};
  int room = 0;
};

/// Rooms and what is in them; the world's z is up, the floor at 0.
struct Scene {
  FloorPlan plan;
  std::vector<Material> materials;
  std::vector<SceneObject> objects;
  std::vector<AreaLight> lights;
};

/// Boxes in the world that hold all of an object: a part each, a curved wall in slices.
std::vector<OrientedBox> SolidBoxes(const SceneObject& object);
/// In the object's frame.
Eigen::AlignedBox3d BoundsOf(const SceneObject& object);
/// In the world's.
Eigen::AlignedBox3d WorldBoundsOf(const std::vector<OrientedBox>& boxes);

}  // namespace isogs::synthetic
