// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/surface_points.h"

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "meshing/point_grid.h"
#include "meshing/prepared_gaussians.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

using Eigen::Vector3f;

constexpr int64_t kGrain = 1 << 12;
constexpr int64_t kCellGrain = 64;
constexpr double kCellScales = 4.0;  // side of the cells over the median scale
constexpr double kMinCell = 0.002, kMaxCell = 0.2;
constexpr int kMaxReach = 4;           // cells to look around, at most
constexpr float kMinNeighbors = 4.0f;  // fewer count as so many
constexpr float kFlatRatio = 0.5f;

Eigen::Matrix3f RotationOf(const GaussianCloud& cloud, size_t i) {
  const float* q = &cloud.rotations[4 * i];
  return Eigen::Quaternionf(q[0], q[1], q[2], q[3]).normalized().toRotationMatrix();
}

std::vector<uint8_t> FindUnusable(const GaussianCloud& cloud) {
  std::vector<uint8_t> unusable(cloud.size());
  ParallelFor(static_cast<int64_t>(cloud.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      unusable[static_cast<size_t>(i)] = IsUsable(cloud, static_cast<size_t>(i)) ? 0 : 1;
    }
  });
  return unusable;
}

/// Median of the middle scales, of some thousand Gaussians.
double MedianScale(const GaussianCloud& cloud, const std::vector<uint8_t>& unusable) {
  std::vector<float> scales;
  const size_t step = cloud.size() / 10'000 + 1;
  for (size_t i = 0; i < cloud.size(); i += step) {
    if (unusable[i] != 0) continue;
    std::array<float, 3> s = {cloud.log_scales[3 * i], cloud.log_scales[3 * i + 1],
                              cloud.log_scales[3 * i + 2]};
    std::sort(s.begin(), s.end());
    scales.push_back(s[1]);
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
  std::array<float, 3> s = {cloud.log_scales[3 * i], cloud.log_scales[3 * i + 1],
                            cloud.log_scales[3 * i + 2]};
  std::sort(s.begin(), s.end());
  const auto cell = static_cast<float>(cell_m);
  return std::clamp(static_cast<float>(kCellScales) * std::exp(s[1]), cell, kMaxReach * cell);
}

/// In cells, for all Gaussians of one.
int ReachOf(const GaussianCloud& cloud, std::span<const uint32_t> gaussians, double cell_m) {
  float radius = 0.0f;
  for (const size_t i : gaussians) radius = std::max(radius, RadiusOf(cloud, i, cell_m));
  return static_cast<int>(std::ceil(radius / static_cast<float>(cell_m) - 1e-3f));
}

/// What the points around one tell of the surface there.
struct Vicinity {
  Vector3f least_variation;  // unit vector
  float spacing;
};

/// Each point within `radius` counts (1 - d^2 / radius^2)^2 for the direction in which they vary least.
Vicinity LookAround(const Vector3f& point, const std::vector<float>& points,
                    const std::vector<uint32_t>& near, float radius) {
  float sum = 0.0f, count = 0.0f;
  Vector3f first = Vector3f::Zero();
  Eigen::Matrix3f second = Eigen::Matrix3f::Zero();
  for (const size_t i : near) {
    const Vector3f offset = Eigen::Map<const Vector3f>(&points[3 * i]) - point;
    const float u = 1.0f - offset.squaredNorm() / (radius * radius);
    if (u <= 0.0f) continue;
    const float weight = u * u;
    count += 1.0f;
    sum += weight;
    first += weight * offset;
    second += weight * offset * offset.transpose();
  }
  const Vector3f mean = first / sum;
  Eigen::SelfAdjointEigenSolver<Eigen::Matrix3f> solver;
  solver.computeDirect(second / sum - mean * mean.transpose());
  const float area = std::numbers::pi_v<float> * radius * radius;
  return {solver.eigenvectors().col(0), std::sqrt(area / std::max(count, kMinNeighbors))};
}

/// The smallest axis, if the Gaussian is flat.
bool SmallestAxis(const GaussianCloud& cloud, size_t i, Vector3f* axis) {
  const Vector3f scales(&cloud.log_scales[3 * i]);
  Eigen::Index smallest;
  const float least = scales.minCoeff(&smallest);
  const float middle = scales.sum() - least - scales.maxCoeff();
  if (!(least < middle + std::log(kFlatRatio))) return false;
  *axis = RotationOf(cloud, i).col(smallest);
  return true;
}

void FindNormals(const GaussianCloud& cloud, const MapCameras& cameras, const std::vector<uint8_t>& unusable,
                 double cell_m, SurfacePoints* surface) {
  surface->normals.resize(cloud.size());
  surface->spacings.assign(cloud.size(), static_cast<float>(cell_m));
  const std::vector<float>& points = surface->points;
  const Vector3f center = MeanOfMeans(cloud, unusable);
  const PointGrid grid(points, unusable, cell_m);
  ParallelFor(static_cast<int64_t>(grid.cell_count()), kCellGrain, [&](int64_t begin, int64_t end) {
    std::vector<uint32_t> near;
    for (auto cell = static_cast<size_t>(begin); cell < static_cast<size_t>(end); ++cell) {
      grid.Neighborhood(cell, ReachOf(cloud, grid.Cell(cell), cell_m), &near);
      for (const size_t i : grid.Cell(cell)) {
        const Vector3f point(&points[3 * i]);
        const Vicinity vicinity = LookAround(point, points, near, RadiusOf(cloud, i, cell_m));
        Vector3f normal = vicinity.least_variation;
        SmallestAxis(cloud, i, &normal);
        if (!normal.allFinite() || !(normal.squaredNorm() > 0.5f)) normal = Vector3f::UnitZ();
        const Vector3f* camera = CameraOf(cloud, cameras, i);
        if (normal.dot((camera != nullptr ? *camera : center) - point) < 0.0f) normal = -normal;
        surface->normals[i] = PackNormal({normal.x(), normal.y(), normal.z()});
        surface->spacings[i] = vicinity.spacing;
      }
    }
  });
}

}  // namespace

SurfacePoints FindSurfacePoints(const GaussianCloud& cloud, const MapCameras& cameras) {
  const std::vector<uint8_t> unusable = FindUnusable(cloud);
  const double cell_m = std::clamp(kCellScales * MedianScale(cloud, unusable), kMinCell, kMaxCell);
  SurfacePoints surface;
  surface.points = cloud.means;
  FindNormals(cloud, cameras, unusable, cell_m, &surface);
  return surface;
}

}  // namespace isogs
