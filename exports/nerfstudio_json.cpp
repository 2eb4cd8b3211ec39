// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <string>

#include "exports/training_views.h"
#include "shared/formats/mesh_file.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

Json MatrixOf(const Pose& world_from_camera) {
  const Eigen::Matrix4d opengl =
      world_from_camera.matrix() * Eigen::Vector4d(1.0, -1.0, -1.0, 1.0).asDiagonal();
  Json rows = Json::array();
  for (int row = 0; row < 4; ++row) {
    rows.push_back({opengl(row, 0), opengl(row, 1), opengl(row, 2), opengl(row, 3)});
  }
  return rows;
}

}  // namespace

void WriteNerfstudio(const std::filesystem::path& folder, const TrainingViews& views) {
  const Camera& camera = views.camera;
  Json json = {{"camera_model", "OPENCV"},
               {"w", camera.width},
               {"h", camera.height},
               {"fl_x", camera.fx},
               {"fl_y", camera.fy},
               {"cx", camera.cx + 0.5},
               {"cy", camera.cy + 0.5},
               {"k1", 0.0},
               {"k2", 0.0},
               {"p1", 0.0},
               {"p2", 0.0},
               {"ply_file_path", "points.ply"}};
  json["frames"] = Json::array();
  for (const TrainingViews::View& view : views.views) {
    json["frames"].push_back({{"file_path", "images/" + view.name},
                              {"depth_file_path", "depth/" + view.name},
                              {"transform_matrix", MatrixOf(view.world_from_camera)}});
  }
  WriteMesh(folder / "points.ply", views.points);
  WriteFileAtomically(folder / "transforms.json", json.dump(1) + "\n");
}

}  // namespace isogs
