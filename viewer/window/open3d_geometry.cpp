// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/open3d_geometry.h"

#include <open3d/geometry/PointCloud.h>
#include <open3d/geometry/TriangleMesh.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "viewer/scene/viewpoint.h"

namespace isogs {
namespace {

namespace o3d = open3d::geometry;

using Points = std::vector<Eigen::Vector3d>;

const Eigen::Vector3d kGrey(0.7, 0.7, 0.7);
const Eigen::Vector3d kPathColor(0.05, 0.45, 0.95);
const Eigen::Vector3d kStateColors[] = {{0.1, 0.75, 0.2}, {0.95, 0.7, 0.0}, {0.9, 0.1, 0.1}};
constexpr double kFrustumDepth_m = 0.25;
const Eigen::Vector3d kLight = Eigen::Vector3d(0.35, -0.55, 0.75).normalized();  // towards it, in the world

Points ToPoints(const std::vector<float>& values) {
  Points points(values.size() / 3);
  for (size_t i = 0; i < points.size(); ++i)
    points[i] = Eigen::Map<const Eigen::Vector3f>(&values[3 * i]).cast<double>();
  return points;
}

Points ToColors(const std::vector<uint8_t>& values) {
  Points colors(values.size() / 3);
  for (size_t i = 0; i < colors.size(); ++i) {
    colors[i] = Eigen::Vector3d(values[3 * i], values[3 * i + 1], values[3 * i + 2]) / 255.0;
  }
  return colors;
}

Eigen::Vector3d ColorOf(const Eigen::Vector3d& normal, Shading shading) {
  switch (shading) {
    case Shading::kNormals:
      return 0.5 * (normal + Eigen::Vector3d::Ones());
    case Shading::kShadedVertices:  // a light that reaches around edges (half Lambert), so that no side is
                                    // black
      return (0.55 + 0.3 * normal.dot(kLight)) * Eigen::Vector3d::Ones();
    default:
      return kGrey;
  }
}

/// Of the surface's vertices, given their normals.
Points ColorsFor(const TriangleMesh& mesh, const Points& normals, Shading shading) {
  if (shading == Shading::kColors && !mesh.colors.empty()) return ToColors(mesh.colors);
  Points colors(mesh.vertex_count(), kGrey);
  if (normals.size() != colors.size()) return colors;
  std::ranges::transform(normals, colors.begin(),
                         [&](const auto& normal) { return ColorOf(normal, shading); });
  return colors;
}

std::shared_ptr<o3d::Geometry3D> ToPointCloud(const TriangleMesh& mesh, Shading shading) {
  auto cloud = std::make_shared<o3d::PointCloud>(ToPoints(mesh.vertices));
  cloud->normals_ = ToPoints(mesh.normals);
  cloud->colors_ = ColorsFor(mesh, cloud->normals_, shading);
  return cloud;
}

}  // namespace

std::shared_ptr<o3d::Geometry3D> ToOpen3d(const TriangleMesh& mesh, Shading shading) {
  if (mesh.triangles.empty()) return ToPointCloud(mesh, shading);
  auto result = std::make_shared<o3d::TriangleMesh>();
  result->vertices_ = ToPoints(mesh.vertices);
  result->triangles_.resize(mesh.triangle_count());
  for (size_t i = 0; i < result->triangles_.size(); ++i) {
    result->triangles_[i] =
        Eigen::Map<const Eigen::Matrix<uint32_t, 3, 1>>(&mesh.triangles[3 * i]).cast<int>();
  }
  if (mesh.normals.empty()) {
    result->ComputeVertexNormals();
  } else {
    result->vertex_normals_ = ToPoints(mesh.normals);
  }
  result->vertex_colors_ = ColorsFor(mesh, result->vertex_normals_, shading);
  return result;
}

o3d::LineSet EdgesOf(const TriangleMesh& mesh) {
  std::vector<std::pair<uint32_t, uint32_t>> edges;
  edges.reserve(mesh.triangles.size());
  for (size_t i = 0; i < mesh.triangles.size(); i += 3) {
    for (size_t k = 0; k < 3; ++k) {
      edges.push_back(std::minmax(mesh.triangles[i + k], mesh.triangles[i + (k + 1) % 3]));
    }
  }
  std::ranges::sort(edges);
  const auto repeated = std::ranges::unique(edges);
  edges.erase(repeated.begin(), repeated.end());
  o3d::LineSet lines;
  lines.points_ = ToPoints(mesh.vertices);
  lines.lines_.reserve(edges.size());
  for (const auto& [a, b] : edges) lines.lines_.emplace_back(static_cast<int>(a), static_cast<int>(b));
  lines.PaintUniformColor(Eigen::Vector3d::Constant(0.1));
  return lines;
}

o3d::LineSet PathLines(std::span<const Eigen::Vector3f> points) {
  o3d::LineSet lines;
  for (const Eigen::Vector3f& point : points) lines.points_.emplace_back(point.cast<double>());
  for (int i = 0; i + 1 < static_cast<int>(points.size()); ++i) lines.lines_.emplace_back(i, i + 1);
  lines.PaintUniformColor(kPathColor);
  return lines;
}

o3d::LineSet FrustumLines(const MovingCamera& camera) {
  o3d::LineSet lines;
  if (camera.camera.width <= 0 || camera.camera.fx <= 0.0 || camera.camera.fy <= 0.0) return lines;
  const auto corners = FrustumCorners(camera.camera, camera.world_from_camera, kFrustumDepth_m);
  lines.points_.assign(corners.begin(), corners.end());
  for (int corner = 1; corner <= 4; ++corner) {
    lines.lines_.emplace_back(0, corner);
    lines.lines_.emplace_back(corner, corner % 4 + 1);
  }
  lines.PaintUniformColor(kStateColors[static_cast<int>(camera.state)]);
  return lines;
}

std::shared_ptr<o3d::Image> ToOpen3d(const Image<uint8_t>& image) {
  auto result = std::make_shared<o3d::Image>();
  result->Prepare(image.width(), image.height(), 3, 1);
  const size_t pixels = image.plane_size();
  for (size_t i = 0; i < pixels; ++i) {
    for (size_t channel = 0; channel < 3; ++channel) {
      result->data_[3 * i + channel] = image.data()[channel * pixels + i];
    }
  }
  return result;
}

Image<uint8_t> FromInterleaved(const uint8_t* pixels, int height, int width) {
  Image<uint8_t> image(3, height, width);
  const size_t count = image.plane_size();
  for (size_t i = 0; i < count; ++i) {
    for (size_t channel = 0; channel < 3; ++channel) {
      image.data()[channel * count + i] = pixels[3 * i + channel];
    }
  }
  return image;
}

}  // namespace isogs
