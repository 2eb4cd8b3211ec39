// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/gaussians/surface_points.h"

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

#include "meshing/gaussians/local_surface.h"
#include "meshing/gaussians/point_grid.h"
#include "meshing/gaussians/prepared_gaussians.h"
#include "shared/core/parallel.h"
#include "shared/types/disc_normals.h"

namespace isogs {
namespace {

using Eigen::Vector3f;

constexpr int64_t kGrain = 1 << 12;
constexpr int64_t kCellGrain = 64;
constexpr double kCellScales = 4.0;  // side of the cells over the median scale
constexpr double kMinCell = 0.002, kMaxCell = 0.2;
constexpr int kMaxReach = 4;              // cells to look around, at most
constexpr float kMinNeighbors = 2.0f;     // fewer count as so many
constexpr float kEnoughNeighbors = 8.0f;  // to tell how far they are apart
/// Of a table and a grid while they are made; the grid's order takes up most of it.
constexpr int64_t kBytesAPoint = 48;

std::vector<uint8_t> FindUnusable(const GaussianCloud& cloud) {
  std::vector<uint8_t> unusable(cloud.size());
  ParallelFor(static_cast<int64_t>(cloud.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      unusable[static_cast<size_t>(i)] = IsUsable(cloud, static_cast<size_t>(i)) ? 0 : 1;
    }
  });
  return unusable;
}

std::array<float, 3> SortedLogScales(const GaussianCloud& cloud, size_t i) {
  std::array<float, 3> s = {cloud.log_scales[3 * i], cloud.log_scales[3 * i + 1],
                            cloud.log_scales[3 * i + 2]};
  std::sort(s.begin(), s.end());
  return s;
}

/// Median of the middle scales, of some thousand Gaussians.
double MedianScale(const GaussianCloud& cloud, const std::vector<uint8_t>& unusable) {
  std::vector<float> scales;
  const size_t step = cloud.size() / 10'000 + 1;
  for (size_t i = 0; i < cloud.size(); i += step) {
    if (unusable[i] != 0) continue;
    scales.push_back(SortedLogScales(cloud, i)[1]);
  }
  if (scales.empty()) return 0.01;
  std::nth_element(scales.begin(), scales.begin() + static_cast<std::ptrdiff_t>(scales.size() / 2),
                   scales.end());
  return std::exp(static_cast<double>(scales[scales.size() / 2]));
}

Vector3f MeanOfMeans(const GaussianCloud& cloud, const std::vector<uint8_t>& unusable) {
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  double count = 0.0;
  for (size_t i = 0; i < cloud.size(); ++i) {
    if (unusable[i] != 0) continue;
    sum += Eigen::Map<const Vector3f>(&cloud.means[3 * i]).cast<double>();
    count += 1.0;
  }
  return (sum / std::max(count, 1.0)).cast<float>();
}

const Vector3f* CameraOf(const GaussianCloud& cloud, const MapCameras& cameras, size_t i) {
  const float timestep = cloud.timesteps[i];
  if (!(timestep >= 0.0f) || timestep >= static_cast<float>(cameras.centers.size())) return nullptr;
  return &cameras.centers[static_cast<size_t>(timestep)];
}

/// How far around Gaussian i to look.
float RadiusOf(const GaussianCloud& cloud, size_t i, double cell_m) {
  const auto cell = static_cast<float>(cell_m);
  const float middle_m = std::exp(SortedLogScales(cloud, i)[1]);
  return std::clamp(static_cast<float>(kCellScales) * middle_m, cell, kMaxReach * cell);
}

/// Side of the square that a disc stands for, by its own size.
float WidthOf(const GaussianCloud& cloud, size_t i) {
  constexpr float kWidthOverSigma = 2.0f;  // as new ones have it, see DensifyConfig::initial_scale_px
  const std::array<float, 3> s = SortedLogScales(cloud, i);
  return kWidthOverSigma * std::exp(0.5f * (s[1] + s[2]));
}

/// In cells, for all Gaussians of one.
int ReachOf(const GaussianCloud& cloud, std::span<const uint32_t> gaussians, double cell_m) {
  float radius = 0.0f;
  for (const size_t i : gaussians) radius = std::max(radius, RadiusOf(cloud, i, cell_m));
  return static_cast<int>(std::ceil(radius / static_cast<float>(cell_m) - 1e-3f));
}

int64_t CellX(const float* point, double cell_m) {
  return static_cast<int64_t>(std::floor(point[0] / cell_m));
}

/// Where to cut the points, by the x of their cells, so that each part has about as many as the others.
std::vector<int64_t> CutAlongX(std::span<const float> points, const std::vector<uint8_t>& unusable,
                               double cell_m, int64_t parts) {
  std::vector<int64_t> x;
  const size_t step = unusable.size() / 100'000 + 1;
  for (size_t i = 0; i < unusable.size(); i += step) {
    if (unusable[i] == 0) x.push_back(CellX(&points[3 * i], cell_m));
  }
  std::sort(x.begin(), x.end());
  std::vector<int64_t> cuts = {std::numeric_limits<int64_t>::min()};
  for (int64_t part = 1; part < parts && !x.empty(); ++part) {
    const int64_t cut = x[x.size() * static_cast<size_t>(part) / static_cast<size_t>(parts)];
    if (cut > cuts.back()) cuts.push_back(cut);
  }
  cuts.push_back(std::numeric_limits<int64_t>::max());
  return cuts;
}

/// What is around the points of one cell.
struct Surroundings {
  const PointTable& table;
  const PointGrid& grid;
  size_t cell;
  std::vector<PointRun> near;
  std::vector<PointRun> far;  // as far as points may look; found when it is needed

  const std::vector<PointRun>& Far() {
    if (far.empty()) grid.Neighborhood(cell, kMaxReach, &far);
    return far;
  }
};

/// Calls body(i, surroundings) for all usable points, in parallel, with as much of the map in a table at a
/// time as memory allows. How much makes no difference to what a point sees.
template <typename Body>
void ForPoints(const GaussianCloud& cloud, const std::vector<uint8_t>& unusable, double cell_m,
               int64_t max_memory_bytes, const Body& body) {
  const std::vector<float>& points = cloud.means;
  const int64_t bytes = kBytesAPoint * static_cast<int64_t>(cloud.size());
  const std::vector<int64_t> cuts =
      CutAlongX(points, unusable, cell_m, bytes / std::max<int64_t>(max_memory_bytes, 1) + 1);
  for (size_t part = 0; part + 1 < cuts.size(); ++part) {
    const int64_t low = cuts[part], high = cuts[part + 1];
    std::vector<uint8_t> skipped = unusable;
    for (size_t i = 0; i < skipped.size() && cuts.size() > 2; ++i) {
      if (skipped[i] != 0) continue;
      const int64_t x = CellX(&points[3 * i], cell_m);
      skipped[i] = x + kMaxReach < low || x - kMaxReach >= high ? 1 : 0;
    }
    const PointGrid grid(points, skipped, cell_m);
    const PointTable table(points, grid.order());
    ParallelFor(static_cast<int64_t>(grid.cell_count()), kCellGrain, [&](int64_t begin, int64_t end) {
      Surroundings around{table, grid, 0, {}, {}};
      for (auto cell = static_cast<size_t>(begin); cell < static_cast<size_t>(end); ++cell) {
        const int64_t x = CellX(&points[3 * size_t{grid.Cell(cell).front()}], cell_m);
        if (x < low || x >= high) continue;
        around.cell = cell;
        around.far.clear();
        grid.Neighborhood(cell, ReachOf(cloud, grid.Cell(cell), cell_m), &around.near);
        for (const size_t i : grid.Cell(cell)) body(i, &around);
      }
    });
  }
}

/// The direction in which the points around vary least (Hoppe et al. 1992): a unit vector.
Vector3f LeastVariation(const Vicinity& around) {
  const Vector3f mean = around.first / around.weight;
  Eigen::SelfAdjointEigenSolver<Eigen::Matrix3f> solver;
  solver.computeDirect(around.second / around.weight - mean * mean.transpose());
  return solver.eigenvectors().col(0);
}

/// From Gaussian i towards where it was seen from.
Vector3f TowardsViewer(const GaussianCloud& cloud, const MapCameras& cameras, size_t i,
                       const Vector3f& center) {
  const Vector3f point(&cloud.means[3 * i]);
  if (const Vector3f* camera = CameraOf(cloud, cameras, i)) return *camera - point;
  if (!cameras.normals.empty()) {
    Vector3f normal(&cameras.normals[3 * i]);
    if (normal.allFinite() && normal.squaredNorm() > 0.0f) return normal;
  }
  return center - point;
}

void FindNormals(const GaussianCloud& cloud, const MapCameras& cameras, const std::vector<uint8_t>& unusable,
                 double cell_m, int64_t max_memory_bytes, SurfacePoints* surface) {
  surface->normals.resize(cloud.size());
  surface->spacings.assign(cloud.size(), static_cast<float>(cell_m));
  const Vector3f center = MeanOfMeans(cloud, unusable);
  const auto find = [&](size_t i, Surroundings* surroundings) {
    const Vector3f point(&cloud.means[3 * i]);
    float radius = RadiusOf(cloud, i, cell_m);
    const std::optional<Vector3f> disc_normal = DiscNormal(cloud, i);
    const bool is_flat = disc_normal.has_value();
    Vicinity around = LookAround(surroundings->table, surroundings->near, point, radius, !is_flat);
    const float farthest = kMaxReach * static_cast<float>(cell_m);
    while (around.count < kEnoughNeighbors && radius < farthest) {
      radius = std::min(1.5f * radius, farthest);
      around = LookAround(surroundings->table, surroundings->Far(), point, radius, !is_flat);
    }
    Vector3f normal = is_flat ? *disc_normal : LeastVariation(around);
    if (!normal.allFinite() || !(normal.squaredNorm() > 0.5f)) normal = Vector3f::UnitZ();
    if (normal.dot(TowardsViewer(cloud, cameras, i, center)) < 0.0f) normal = -normal;
    surface->normals[i] = PackNormal({normal.x(), normal.y(), normal.z()});
    const float area = std::numbers::pi_v<float> * radius * radius;
    const float around_m = std::sqrt(area / std::max(around.count, kMinNeighbors));
    surface->spacings[i] = is_flat ? std::sqrt(around_m * WidthOf(cloud, i)) : around_m;
  };
  ForPoints(cloud, unusable, cell_m, max_memory_bytes, find);
}

}  // namespace

int64_t SurfacePointBytes(size_t gaussians) {
  return static_cast<int64_t>(gaussians) * static_cast<int64_t>(sizeof(float) + sizeof(uint32_t));
}

SurfacePoints FindSurfacePoints(const GaussianCloud& cloud, const MapCameras& cameras,
                                int64_t max_memory_bytes) {
  const std::vector<uint8_t> unusable = FindUnusable(cloud);
  const double cell_m = std::clamp(kCellScales * MedianScale(cloud, unusable), kMinCell, kMaxCell);
  const int64_t left = max_memory_bytes - SurfacePointBytes(cloud.size());
  SurfacePoints surface;
  FindNormals(cloud, cameras, unusable, cell_m, left, &surface);
  return surface;
}

}  // namespace isogs
