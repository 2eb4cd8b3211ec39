// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/meshing/disc_scenes.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "meshing/gaussians/prepared_gaussians.h"
#include "shared/core/random.h"

namespace isogs::test {
namespace {

using Eigen::Vector3d;

struct Point {
  Vector3d position, normal;
};

/// A scene of `count` points that `sample` draws, evenly over `area_m2`.
template <typename Sample>
DiscScene MakeScene(int64_t count, double area_m2, const DiscOptions& options, const Sample& sample) {
  Random random(options.seed);
  DiscScene scene;
  scene.cloud.Resize(static_cast<size_t>(count));
  scene.normals.resize(static_cast<size_t>(count));
  scene.spacing_m = std::sqrt(area_m2 / static_cast<double>(count));
  scene.spacings.assign(static_cast<size_t>(count), static_cast<float>(scene.spacing_m));
  const auto large = static_cast<float>(std::log(options.sigma_over_spacing * scene.spacing_m));
  const auto small = static_cast<float>(std::log(options.thickness_m));
  for (size_t i = 0; i < static_cast<size_t>(count); ++i) {
    Point point = sample(random);
    if (random.NextUnit() < options.floaters) {
      for (int k = 0; k < 3; ++k) point.position[k] += 2.0 * random.NextUnit() - 1.0;
    }
    point.position += options.noise_m * random.NextNormal() * point.normal;
    const Eigen::Quaterniond turned = Eigen::Quaterniond::FromTwoVectors(Vector3d::UnitZ(), point.normal);
    const double wxyz[4] = {turned.w(), turned.x(), turned.y(), turned.z()};
    for (size_t k = 0; k < 4; ++k) scene.cloud.rotations[4 * i + k] = static_cast<float>(wxyz[k]);
    for (size_t k = 0; k < 3; ++k) {
      const auto axis = static_cast<Eigen::Index>(k);
      scene.cloud.means[3 * i + k] = static_cast<float>(point.position[axis]);
      scene.cloud.colors[3 * i + k] = static_cast<float>(0.5 + 0.5 * point.normal[axis]);
      scene.cloud.log_scales[3 * i + k] = k < 2 ? large : small;
    }
    scene.cloud.logit_opacities[i] = std::log(options.opacity / (1.0f - options.opacity));
    scene.cloud.timesteps[i] = 0.0f;
    scene.normals[i] = PackNormal({static_cast<float>(point.normal.x()), static_cast<float>(point.normal.y()),
                                   static_cast<float>(point.normal.z())});
  }
  return scene;
}

/// The six faces of a box; `sign` +1: seen from outside.
struct Faces {
  Vector3d low, high;
  double sign;

  double Area(int axis) const {
    const Vector3d size = high - low;
    return size[(axis + 1) % 3] * size[(axis + 2) % 3];
  }
  double Area() const { return 2.0 * (Area(0) + Area(1) + Area(2)); }
  Point Sample(Random& random) const {
    double at = random.NextUnit() * Area();
    int face = 0;
    while (face < 5 && at > Area(face / 2)) at -= Area(face++ / 2);
    const int axis = face / 2;
    Point point{low, Vector3d::Zero()};
    for (int k = 0; k < 3; ++k) point.position[k] += random.NextUnit() * (high[k] - low[k]);
    point.position[axis] = face % 2 == 1 ? high[axis] : low[axis];
    point.normal[axis] = sign * (face % 2 == 1 ? 1.0 : -1.0);
    return point;
  }
};

/// Walls and furniture.
std::vector<Faces> RoomFaces(int rooms) {
  const Vector3d size(5.0, 4.0, 2.6);
  std::vector<Faces> all;
  for (int room = 0; room < rooms; ++room) {
    const Vector3d origin(5.3 * (room % 3), 4.3 * (room / 3), 0.013);
    all.push_back({origin, origin + size, -1.0});
    const Faces furniture[] = {{{0.5, 0.4, 0.05}, {2.3, 1.3, 0.80}, 1.0},
                               {{3.9, 0.3, 0.05}, {4.7, 2.3, 1.90}, 1.0},
                               {{1.4, 2.4, 0.35}, {2.9, 3.3, 0.75}, 1.0},
                               {{3.4, 3.1, 0.05}, {4.0, 3.7, 0.95}, 1.0}};
    for (Faces piece : furniture) {
      piece.low += origin;
      piece.high += origin;
      all.push_back(piece);
    }
  }
  return all;
}

}  // namespace

DiscScene SphereOfDiscs(int64_t count, const Vector3d& center, double radius_m, const DiscOptions& options) {
  const double area = 4.0 * std::numbers::pi * radius_m * radius_m;
  return MakeScene(count, area, options, [&](Random& random) {
    Vector3d n(random.NextNormal(), random.NextNormal(), random.NextNormal());
    n.normalize();
    return Point{center + radius_m * n, n};
  });
}

DiscScene TorusOfDiscs(int64_t count, double ring_m, double tube_m, const DiscOptions& options) {
  const double area = 4.0 * std::numbers::pi * std::numbers::pi * ring_m * tube_m;
  return MakeScene(count, area, options, [&](Random& random) {
    for (;;) {
      const double u = 2.0 * std::numbers::pi * random.NextUnit(),
                   v = 2.0 * std::numbers::pi * random.NextUnit();
      const double radius = ring_m + tube_m * std::cos(v);
      if (random.NextUnit() * (ring_m + tube_m) > radius) continue;  // evenly over the area
      const Vector3d out(std::cos(u), std::sin(u), 0.0);
      const Vector3d n = std::cos(v) * out + std::sin(v) * Vector3d::UnitZ();
      return Point{ring_m * out + tube_m * n, n};
    }
  });
}

DiscScene BoxOfDiscs(int64_t count, const Vector3d& low, const Vector3d& high, const DiscOptions& options) {
  const Faces faces{low, high, 1.0};
  return MakeScene(count, faces.Area(), options, [&](Random& random) { return faces.Sample(random); });
}

DiscScene RoomsOfDiscs(int64_t count, int rooms, const DiscOptions& options) {
  const std::vector<Faces> all = RoomFaces(rooms);
  std::vector<double> until;
  double area = 0.0;
  for (const Faces& faces : all) until.push_back(area += faces.Area());
  return MakeScene(count, area, options, [&](Random& random) {
    const double at = random.NextUnit() * area;
    return all[static_cast<size_t>(std::upper_bound(until.begin(), until.end(), at) - until.begin())].Sample(
        random);
  });
}

std::vector<GaussianRecord> SnapshotOf(const DiscScene& scene) {
  const GaussianCloud& cloud = scene.cloud;
  std::vector<GaussianRecord> records;
  for (size_t i = 0; i < cloud.size(); ++i) {
    const std::array<float, 3> normal = UnpackNormal(scene.normals[i]);
    std::array<float, 3> outside;
    for (size_t k = 0; k < 3; ++k) outside[k] = cloud.means[3 * i + k] + normal[k];
    const RawGaussian gaussian = {&cloud.means[3 * i], &cloud.colors[3 * i], &cloud.rotations[4 * i],
                                  cloud.logit_opacities[i], &cloud.log_scales[3 * i]};
    records.push_back(PackGaussian(gaussian, static_cast<uint32_t>(i), outside));
  }
  return records;
}

double DistanceToRooms(const Vector3d& point, int rooms) {
  double nearest = std::numeric_limits<double>::max();
  for (const Faces& faces : RoomFaces(rooms)) {
    const Vector3d outside = (faces.low - point).cwiseMax(point - faces.high);  // of each axis' slab
    const double distance = outside.maxCoeff() > 0.0 ? outside.cwiseMax(0.0).norm() : -outside.maxCoeff();
    nearest = std::min(nearest, distance);
  }
  return nearest;
}

}  // namespace isogs::test
