// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/mesh_view/render_mesh.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/geometry/projection.h"

// Rasterisation in homogeneous coordinates (Olano and Greer, Triangle Scan Conversion using 2D Homogeneous
// Coordinates, 1997): for corners a, b, c in the camera's frame and the ray r = (x, y, 1) of a sample, the
// weights (b x c) . r, (c x a) . r and (a x b) . r have one sign where the ray meets the triangle, and their
// sum is a . (b x c) / z. Nothing must be clipped, and neighbours that share an edge share its weight,
// exactly negated: no sample falls between them.
namespace isogs {
namespace {

constexpr int kSamplesAcross = 2;  // of a pixel, in each direction
constexpr int64_t kBandRows = 16;  // pixel rows that are drawn at once
constexpr double kNear_m = 0.01;
constexpr uint32_t kNoTriangle = std::numeric_limits<uint32_t>::max();

/// The mesh in the camera's frame.
struct Scene {
  const TriangleMesh& mesh;
  Pose camera_from_world;
  std::vector<float> vertices;  // [V,3]

  std::array<Eigen::Vector3d, 3> Corners(size_t triangle) const {
    std::array<Eigen::Vector3d, 3> corners;
    for (size_t k = 0; k < 3; ++k) {
      const size_t vertex = mesh.triangles[3 * triangle + k];
      corners[k] = Eigen::Map<const Eigen::Vector3f>(&vertices[3 * vertex]).cast<double>();
    }
    return corners;
  }
};

Scene MakeScene(const TriangleMesh& mesh, const Pose& camera_from_world) {
  Scene scene{mesh, camera_from_world, std::vector<float>(mesh.vertices.size())};
  ParallelFor(static_cast<int64_t>(mesh.vertex_count()), 65536, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      const Eigen::Vector3d p = Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[3 * i]).cast<double>();
      Eigen::Map<Eigen::Vector3f>(&scene.vertices[3 * i]) = (camera_from_world * p).cast<float>();
    }
  });
  return scene;
}

/// Where the samples lie: x and y of their rays, column by column and row by row.
struct SampleGrid {
  Camera camera;
  std::vector<double> ray_x, ray_y;

  explicit SampleGrid(const Camera& c) : camera(c) {
    for (int i = 0; i < c.width * kSamplesAcross; ++i) ray_x.push_back(SightOf(c, Position(i), 0.0).x);
    for (int i = 0; i < c.height * kSamplesAcross; ++i) ray_y.push_back(SightOf(c, 0.0, Position(i)).y);
  }
  int columns() const { return static_cast<int>(ray_x.size()); }
  int rows() const { return static_cast<int>(ray_y.size()); }

 private:
  static double Position(int sample) { return (sample + 0.5) / kSamplesAcross - 0.5; }
};

struct Range {
  int first = 0;
  int last = -1;  // inclusive

  bool empty() const { return first > last; }
};

/// The samples of one direction between two pixel positions, and one more on each side.
Range SamplesBetween(double low_px, double high_px, int count) {
  const double first = std::floor((low_px + 0.5) * kSamplesAcross - 0.5);
  const double last = std::ceil((high_px + 0.5) * kSamplesAcross - 0.5);
  if (!(first < count && last >= 0.0)) return {};  // also NaN
  return {static_cast<int>(std::max(first, 0.0)), static_cast<int>(std::min(last, count - 1.0))};
}

struct Box {
  Range columns, rows;
};

/// What a triangle may cover.
Box BoxOf(const std::array<Eigen::Vector3d, 3>& corners, const SampleGrid& grid) {
  double low_u = std::numeric_limits<double>::max(), low_v = low_u, high_u = -low_u, high_v = -low_u;
  int behind = 0;
  for (const Eigen::Vector3d& p : corners) {
    if (!(p.z() > kNear_m)) {
      ++behind;
      continue;
    }
    const auto [u, v] = PixelOf(grid.camera, p);
    low_u = std::min(low_u, u), high_u = std::max(high_u, u);
    low_v = std::min(low_v, v), high_v = std::max(high_v, v);
  }
  if (behind == 3) return {};
  if (behind > 0) return {{0, grid.columns() - 1}, {0, grid.rows() - 1}};
  return {SamplesBetween(low_u, high_u, grid.columns()), SamplesBetween(low_v, high_v, grid.rows())};
}

/// The weights of a triangle's corners as linear functions of the ray.
struct Weights {
  std::array<Eigen::Vector3d, 3> of_corner;
  double volume = 0.0;  // a . (b x c), positive

  Weights(const std::array<Eigen::Vector3d, 3>& p, bool back_faces)
      : of_corner{p[1].cross(p[2]), p[2].cross(p[0]), p[0].cross(p[1])}, volume(p[0].dot(of_corner[0])) {
    if (volume < 0.0) {  // its front is seen
      volume = -volume;
      for (Eigen::Vector3d& weight : of_corner) weight = -weight;
    } else if (!back_faces) {
      volume = 0.0;
    }
  }
  bool drawn() const { return volume > 0.0; }
};

/// Some rows of samples, with the nearest triangle of each.
class Band {
 public:
  Band(const SampleGrid& grid, int first_row, int end_row)
      : grid_(grid),
        first_row_(first_row),
        end_row_(end_row),
        triangles_(Size(), kNoTriangle),
        inverse_depths_(Size(), 0.0f) {}

  void Draw(uint32_t triangle, const Scene& scene, bool back_faces) {
    const auto corners = scene.Corners(triangle);
    const Weights weights(corners, back_faces);
    if (!weights.drawn()) return;
    const Box box = BoxOf(corners, grid_);
    const int end = std::min(box.rows.last + 1, end_row_);
    for (int row = std::max(box.rows.first, first_row_); row < end; ++row) {
      DrawRow(triangle, weights, box.columns, row);
    }
  }

  uint32_t TriangleAt(int row, int column) const { return triangles_[Index(row, column)]; }

 private:
  size_t Size() const { return static_cast<size_t>(end_row_ - first_row_) * grid_.ray_x.size(); }
  size_t Index(int row, int column) const {
    return static_cast<size_t>(row - first_row_) * grid_.ray_x.size() + static_cast<size_t>(column);
  }

  void DrawRow(uint32_t triangle, const Weights& weights, const Range& columns, int row) {
    const double y = grid_.ray_y[static_cast<size_t>(row)];
    std::array<double, 3> at_zero;
    for (size_t k = 0; k < 3; ++k) at_zero[k] = weights.of_corner[k].y() * y + weights.of_corner[k].z();
    for (int column = columns.first; column <= columns.last; ++column) {
      const double x = grid_.ray_x[static_cast<size_t>(column)];
      const double a = weights.of_corner[0].x() * x + at_zero[0];
      const double b = weights.of_corner[1].x() * x + at_zero[1];
      const double c = weights.of_corner[2].x() * x + at_zero[2];
      if (!(a >= 0.0 && b >= 0.0 && c >= 0.0)) continue;
      const auto inverse_depth = static_cast<float>((a + b + c) / weights.volume);
      const size_t i = Index(row, column);
      // The nearest wins; of equals the first.
      if (inverse_depth > inverse_depths_[i] && inverse_depth < 1.0 / kNear_m) {
        inverse_depths_[i] = inverse_depth;
        triangles_[i] = triangle;
      }
    }
  }

  const SampleGrid& grid_;
  int first_row_, end_row_;
  std::vector<uint32_t> triangles_;
  std::vector<float> inverse_depths_;
};

/// Sum of a vertex attribute [V,3], weighted.
template <typename T>
Eigen::Vector3d Interpolate(const std::vector<T>& values, const uint32_t* corners,
                            const Eigen::Vector3d& weights) {
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  for (int k = 0; k < 3; ++k) {
    const T* value = &values[3 * size_t{corners[k]}];
    sum += weights(k) * Eigen::Vector3d(value[0], value[1], value[2]);
  }
  return sum;
}

/// Colour, 0..255, of a triangle where a ray meets it.
Eigen::Vector3d Shade(const Scene& scene, uint32_t triangle, const Eigen::Vector3d& ray) {
  const TriangleMesh& mesh = scene.mesh;
  const auto corners = scene.Corners(triangle);
  const Weights at(corners, true);
  Eigen::Vector3d weights(at.of_corner[0].dot(ray), at.of_corner[1].dot(ray), at.of_corner[2].dot(ray));
  weights /= weights.sum();
  const uint32_t* indices = &mesh.triangles[3 * size_t{triangle}];
  Eigen::Vector3d normal = (corners[1] - corners[0]).cross(corners[2] - corners[0]);
  if (!mesh.normals.empty()) {
    normal = scene.camera_from_world.linear() * Interpolate(mesh.normals, indices, weights);
  }
  if (normal.dot(ray) > 0.0) normal = -normal;
  // A light behind the camera, up and to the left, that reaches around edges (half Lambert), so that no side
  // is black. Colours carry the scene's own light and get less of it.
  static const Eigen::Vector3d light = Eigen::Vector3d(-0.3, -0.4, -1.0).normalized();
  const double lit = 0.5 + 0.5 * normal.stableNormalized().dot(light);
  if (mesh.colors.empty()) return Eigen::Vector3d::Constant(235.0 * lit);
  return Interpolate(mesh.colors, indices, weights) * (0.5 + 0.5 * lit);
}

void ResolvePixel(const Scene& scene, const SampleGrid& grid, const Band& band,
                  const MeshRenderOptions& options, int y, int x, Image<uint8_t>* picture) {
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  for (int i = 0; i < kSamplesAcross * kSamplesAcross; ++i) {
    const int row = y * kSamplesAcross + i / kSamplesAcross, column = x * kSamplesAcross + i % kSamplesAcross;
    const uint32_t triangle = band.TriangleAt(row, column);
    if (triangle == kNoTriangle) {
      sum += Eigen::Vector3d(options.background[0], options.background[1], options.background[2]);
    } else {
      sum += Shade(scene, triangle,
                   {grid.ray_x[static_cast<size_t>(column)], grid.ray_y[static_cast<size_t>(row)], 1.0});
    }
  }
  for (int channel = 0; channel < 3; ++channel) {
    const double mean = sum(channel) / (kSamplesAcross * kSamplesAcross);
    picture->at(channel, y, x) = static_cast<uint8_t>(mean > 0.0 ? std::min(mean, 255.0) + 0.5 : 0.0);
  }
}

}  // namespace

Image<uint8_t> RenderMesh(const TriangleMesh& mesh, const MeshViewpoint& viewpoint,
                          const MeshRenderOptions& options) {
  const Scene scene = MakeScene(mesh, viewpoint.camera_from_world);
  const SampleGrid grid(viewpoint.camera);
  const auto count = static_cast<int64_t>(mesh.triangle_count());
  std::vector<Range> rows(mesh.triangle_count());
  ParallelFor(count, 65536, [&](int64_t begin, int64_t end) {
    for (auto t = static_cast<size_t>(begin); t < static_cast<size_t>(end); ++t) {
      const Box box = BoxOf(scene.Corners(t), grid);
      if (!box.columns.empty()) rows[t] = box.rows;
    }
  });
  Image<uint8_t> picture(3, viewpoint.camera.height, viewpoint.camera.width);
  ParallelFor(viewpoint.camera.height, kBandRows, [&](int64_t begin, int64_t end) {
    const auto first = static_cast<int>(begin) * kSamplesAcross,
               last = static_cast<int>(end) * kSamplesAcross - 1;
    Band band(grid, first, last + 1);
    for (size_t t = 0; t < rows.size(); ++t) {
      if (rows[t].first > last || rows[t].last < first) continue;
      band.Draw(static_cast<uint32_t>(t), scene, options.back_faces);
    }
    for (auto y = static_cast<int>(begin); y < static_cast<int>(end); ++y) {
      for (int x = 0; x < viewpoint.camera.width; ++x) {
        ResolvePixel(scene, grid, band, options, y, x, &picture);
      }
    }
  });
  return picture;
}

}  // namespace isogs
