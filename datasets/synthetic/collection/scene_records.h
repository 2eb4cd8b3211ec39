// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"

// What a scene's metadata says of one thing, one picture, one file.
namespace isogs::synthetic {

/// A thing in the room; its walls, floor and ceiling are none.
struct ObjectRecord {
  int id = 0;                             ///< its place in the list of all
  std::string kind;                       ///< table, ball, ...
  std::string shape;                      ///< box, sphere, cylinder; of several parts: compound
  std::string material;                   ///< wood, fabric, ...: of the part that it is built on
  std::array<double, 3> mean_color = {};  ///< over its surface: linear reflectances in 0..1
  /// z is up; the origin lies at the middle of its base.
  Pose world_from_object = Pose::Identity();
  Eigen::Vector3d center_m = Eigen::Vector3d::Zero();  ///< of the smallest box in its frame, in the world
  Eigen::Vector3d size_m = Eigen::Vector3d::Zero();    ///< of that box
  int supported_by = -1;                               ///< id of what it stands on; -1: the room
  int contained_in = -1;                               ///< id of what it stands inside of; -1: none
};

/// A thing of which a picture shows at least one pixel's centre.
struct SeenObject {
  int object = 0;          ///< id
  int64_t visible_px = 0;  ///< at least 1
  int64_t alone_px = 0;    ///< if nothing else were there: at least as many
};

/// A picture with its depth.
struct CameraRecord {
  std::string image, depth;  ///< paths in the data set
  Camera camera;
  double depth_scale = 0.0;  ///< units a metre
  Pose world_from_camera = Pose::Identity();
  std::vector<SeenObject> seen;  ///< by id
};

/// A file of the scene as it was written.
struct FileRecord {
  std::string path;  ///< in the data set
  uint64_t bytes = 0;
  uint32_t crc32 = 0;  ///< as in zip and zlib

  bool operator==(const FileRecord&) const = default;
};

}  // namespace isogs::synthetic
