// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <spdlog/fmt/fmt.h>

#include <iterator>
#include <string>

#include "exports/training_views.h"
#include "shared/io/file.h"

// COLMAP's documentation, "Output Format", text files.
namespace isogs {
namespace {

std::string CameraText(const Camera& camera) {
  return fmt::format("# CAMERA_ID, MODEL, WIDTH, HEIGHT, fx, fy, cx, cy\n1 PINHOLE {} {} {} {} {} {}\n",
                     camera.width, camera.height, camera.fx, camera.fy, camera.cx + 0.5, camera.cy + 0.5);
}

/// Two lines a view: its pose, and its points, of which there are none.
std::string ImagesText(const TrainingViews& views) {
  std::string text = "# IMAGE_ID, QW, QX, QY, QZ, TX, TY, TZ, CAMERA_ID, NAME (camera_from_world)\n";
  for (size_t i = 0; i < views.views.size(); ++i) {
    const Pose camera_from_world = views.views[i].world_from_camera.inverse();
    const Eigen::Quaterniond q = Eigen::Quaterniond(camera_from_world.linear()).normalized();
    const Eigen::Vector3d t = camera_from_world.translation();
    fmt::format_to(std::back_inserter(text),
                   "{} {:.15g} {:.15g} {:.15g} {:.15g} {:.12g} {:.12g} {:.12g} 1 {}\n\n", i + 1, q.w(), q.x(),
                   q.y(), q.z(), t.x(), t.y(), t.z(), views.views[i].name);
  }
  return text;
}

std::string PointsText(const TriangleMesh& points) {
  std::string text = "# POINT3D_ID, X, Y, Z, R, G, B, ERROR, TRACK[]\n";
  for (size_t i = 0; i < points.vertex_count(); ++i) {
    const float* p = &points.vertices[3 * i];
    const uint8_t* c = &points.colors[3 * i];
    fmt::format_to(std::back_inserter(text), "{} {} {} {} {} {} {} 0\n", i + 1, p[0], p[1], p[2], c[0], c[1],
                   c[2]);
  }
  return text;
}

}  // namespace

void WriteColmapText(const std::filesystem::path& folder, const TrainingViews& views) {
  WriteFileAtomically(folder / "cameras.txt", std::string_view(CameraText(views.camera)));
  WriteFileAtomically(folder / "points3D.txt", std::string_view(PointsText(views.points)));
  WriteFileAtomically(folder / "images.txt", std::string_view(ImagesText(views)));
}

}  // namespace isogs
