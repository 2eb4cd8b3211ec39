// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/surface_samples.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>

#include "shared/core/error.h"
#include "shared/core/random.h"

namespace isogs {
namespace {

std::array<Eigen::Vector3d, 3> Corners(const TriangleMesh& mesh, size_t triangle) {
  std::array<Eigen::Vector3d, 3> corners;
  for (size_t k = 0; k < 3; ++k) {
    const size_t vertex = mesh.triangles[3 * triangle + k];
    corners[k] = Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[3 * vertex]).cast<double>();
  }
  return corners;
}

/// Normal of the triangle, twice its area long.
Eigen::Vector3d AreaNormal(const std::array<Eigen::Vector3d, 3>& corners) {
  return (corners[1] - corners[0]).cross(corners[2] - corners[0]);
}

/// Uniform in the triangle (Osada et al., Shape Distributions, 2002).
Eigen::Vector3d RandomPoint(const std::array<Eigen::Vector3d, 3>& corners, Random* random) {
  const double root = std::sqrt(random->NextUnit());
  const double along = random->NextUnit();
  return (1.0 - root) * corners[0] + root * (1.0 - along) * corners[1] + root * along * corners[2];
}

/// Area of the triangles up to each, times two.
std::vector<double> CumulativeAreas(const TriangleMesh& mesh) {
  std::vector<double> areas(mesh.triangle_count());
  double sum = 0.0;
  for (size_t t = 0; t < areas.size(); ++t) areas[t] = sum += AreaNormal(Corners(mesh, t)).norm();
  return areas;
}

/// The triangles that `count` points chosen at random over the area lie in, ascending: so that points that
/// follow each other are near each other, which makes searches quick.
std::vector<size_t> ChooseTriangles(const std::vector<double>& areas, size_t count, Random* random) {
  std::vector<double> positions(count);
  for (double& position : positions) position = random->NextUnit() * areas.back();
  std::ranges::sort(positions);
  std::vector<size_t> triangles;
  triangles.reserve(count);
  size_t triangle = 0;
  for (const double position : positions) {
    while (areas[triangle] <= position && triangle + 1 < areas.size()) ++triangle;
    triangles.push_back(triangle);
  }
  return triangles;
}

}  // namespace

SurfaceSamples SampleSurface(const TriangleMesh& mesh, size_t count, uint64_t seed) {
  const std::vector<double> areas = CumulativeAreas(mesh);
  if (areas.empty() || !(areas.back() > 0.0)) {
    throw Error("a mesh of " + std::to_string(areas.size()) + " triangles has no surface to compare");
  }
  Random random(seed);
  SurfaceSamples samples;
  samples.points.reserve(3 * count);
  samples.normals.reserve(3 * count);
  for (const size_t triangle : ChooseTriangles(areas, count, &random)) {
    const auto corners = Corners(mesh, triangle);
    const Eigen::Vector3f point = RandomPoint(corners, &random).cast<float>();
    const Eigen::Vector3f normal = AreaNormal(corners).stableNormalized().cast<float>();
    samples.points.insert(samples.points.end(), point.begin(), point.end());
    samples.normals.insert(samples.normals.end(), normal.begin(), normal.end());
  }
  return samples;
}

}  // namespace isogs
