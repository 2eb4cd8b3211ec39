// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/mesh_view/dollhouse.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "shared/mesh_view/room_axes.h"

namespace isogs {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kElevation = 50.0 * kDegree;  // of the camera above the horizon
constexpr double kOutliers = 0.002;     // share of the faces that may lie outside of the picture, each side
constexpr double kMargin = 0.03;        // of the picture, each side
constexpr size_t kMostFaces = 200'000;  // that the viewpoint is computed from

/// The range of the values without the outliers on either side.
std::array<double, 2> InnerRange(std::vector<double>* values) {
  const auto skipped = static_cast<ptrdiff_t>(kOutliers * static_cast<double>(values->size()));
  std::ranges::sort(*values);
  return {*(values->begin() + skipped), *(values->end() - 1 - skipped)};
}

/// Middle and half diagonal of what holds most faces.
struct Extent {
  Eigen::Vector3d middle = Eigen::Vector3d::Zero();
  double radius = 0.0;
};

Extent ExtentOf(const std::vector<MeshFace>& faces) {
  Extent extent;
  Eigen::Vector3d size;
  for (int axis = 0; axis < 3; ++axis) {
    std::vector<double> values;
    for (const MeshFace& face : faces) values.push_back(face.middle(axis));
    const auto [low, high] = InnerRange(&values);
    extent.middle(axis) = 0.5 * (low + high);
    size(axis) = high - low;
  }
  extent.radius = std::max(0.5 * size.norm(), 1e-3);
  return extent;
}

/// Looks from `eye` at `target`; `up` is up in the picture.
Pose LookAt(const Eigen::Vector3d& eye, const Eigen::Vector3d& target, const Eigen::Vector3d& up) {
  const Eigen::Vector3d z = (target - eye).normalized();
  const Eigen::Vector3d x = z.cross(up).normalized();
  Eigen::Matrix3d rotation;
  rotation << x.transpose(), z.cross(x).transpose(), z.transpose();
  Pose camera_from_world = Pose::Identity();
  camera_from_world.linear() = rotation;
  camera_from_world.translation() = -rotation * eye;
  return camera_from_world;
}

/// The camera at that pose whose picture the faces that show their front just fill.
Camera FitCamera(const std::vector<MeshFace>& faces, const Pose& camera_from_world, int width, int height) {
  std::vector<double> xs, ys;
  for (const MeshFace& face : faces) {
    const Eigen::Vector3d p = camera_from_world * face.middle;
    if (!(p.z() > 0.0) || (camera_from_world.linear() * face.normal).dot(p) >= 0.0) continue;
    xs.push_back(p.x() / p.z());
    ys.push_back(p.y() / p.z());
  }
  if (xs.empty()) xs = ys = {-0.5, 0.5};
  const auto [left, right] = InnerRange(&xs);
  const auto [top, bottom] = InnerRange(&ys);
  const double focal = (1.0 - 2.0 * kMargin) *
                       std::min(width / std::max(right - left, 1e-6), height / std::max(bottom - top, 1e-6));
  return {width,
          height,
          focal,
          focal,
          0.5 * (width - 1) - focal * 0.5 * (left + right),
          0.5 * (height - 1) - focal * 0.5 * (top + bottom)};
}

/// Pixels of a small picture that show something of the mesh, which must have no colours.
int64_t ShownPixels(const TriangleMesh& shape, MeshViewpoint viewpoint) {
  viewpoint.camera = viewpoint.camera.Resized(160, 120);
  const Image<uint8_t> picture = RenderMesh(shape, viewpoint);
  return std::ranges::count_if(picture.plane(0), [](uint8_t level) { return level < 255; });
}

}  // namespace

MeshViewpoint DollhouseViewpoint(const TriangleMesh& mesh, const Eigen::Vector3d& up_hint, int width,
                                 int height) {
  const std::vector<MeshFace> faces = SomeFaces(mesh, kMostFaces);
  if (faces.empty()) return {Camera{width, height, 1.0 * width, 1.0 * width, 0.5 * width, 0.5 * height}};
  const Eigen::Vector3d up = RefineUp(faces, up_hint.normalized());
  const auto [along, across] = WallAxes(faces, up);
  const Extent extent = ExtentOf(faces);
  TriangleMesh shape;
  shape.vertices = mesh.vertices;
  shape.triangles = mesh.triangles;
  MeshViewpoint best;
  int64_t most = -1;
  for (int direction = 0; direction < 8; ++direction) {  // 30 and 60 degrees from each wall
    const double azimuth = (90.0 * (direction / 2) + 30.0 + 30.0 * (direction % 2)) * kDegree;
    const Eigen::Vector3d level = std::cos(azimuth) * along + std::sin(azimuth) * across;
    const Eigen::Vector3d towards_eye = std::cos(kElevation) * level + std::sin(kElevation) * up;
    MeshViewpoint viewpoint;
    viewpoint.camera_from_world =
        LookAt(extent.middle + 3.0 * extent.radius * towards_eye, extent.middle, up);
    viewpoint.camera = FitCamera(faces, viewpoint.camera_from_world, width, height);
    const int64_t shown = ShownPixels(shape, viewpoint);
    if (shown > most) best = viewpoint, most = shown;
  }
  return best;
}

}  // namespace isogs
