// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/collection/scene_metadata.h"

namespace isogs::synthetic {

inline ObjectRecord CubeAt(int id, const Eigen::Vector3d& center_m, double side_m) {
  ObjectRecord object;
  object.id = id;
  object.kind = "storage_box";
  object.shape = "box";
  object.material = "paper";
  object.mean_color = {0.25, 0.5, 0.0625};
  object.center_m = center_m;
  object.size_m.setConstant(side_m);
  object.world_from_object.translation() = center_m - Eigen::Vector3d(0, 0, side_m / 2);
  return object;
}

/// Cubes at the corners of a triangle with sides of 3, 4 and 5 m, and one on the first of them. The camera
/// stands at the world's origin and looks along x; z is up.
inline SceneMetadata HandMadeScene() {
  SceneMetadata metadata;
  metadata.id = "val_00002";
  metadata.index = 30;
  metadata.split = Split::kVal;
  metadata.seed = 0xfedcba9876543210u;
  metadata.room_size_m = {5.0, 4.0, 2.5};
  metadata.objects = {CubeAt(0, {2.0, 1.0, 0.0}, 0.5), CubeAt(1, {5.0, 1.0, 0.0}, 0.5),
                      CubeAt(2, {2.0, -3.0, 0.0}, 0.5), CubeAt(3, {2.0, 1.0, 0.35}, 0.2)};
  metadata.objects[3].supported_by = 0;
  CameraRecord camera;
  camera.image = "images/single_view/val_00002.png";
  camera.depth = "images/single_view/val_00002_depth.png";
  camera.camera = {64, 48, 32.0, 32.0, 31.5, 23.5};
  camera.depth_scale = 1000.0;
  camera.world_from_camera.linear().col(0) = -Eigen::Vector3d::UnitY();  // right
  camera.world_from_camera.linear().col(1) = -Eigen::Vector3d::UnitZ();  // down
  camera.world_from_camera.linear().col(2) = Eigen::Vector3d::UnitX();   // ahead
  camera.seen = {{0, 80, 100}, {1, 10, 40}, {2, 7, 7}};
  metadata.cameras = {camera};
  metadata.constraints = ConstraintsOf(metadata.objects, metadata.cameras);
  metadata.files = {{camera.image, 1234, 0xffffffffu}, {camera.depth, 5, 0}};
  return metadata;
}

}  // namespace isogs::synthetic
