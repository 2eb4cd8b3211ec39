// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <vector>

#include "meshing/gaussians/prepared_gaussians.h"
#include "shared/ipc/gaussian_record.h"
#include "shared/types/gaussian_cloud.h"

namespace isogs::test {

/// Flat Gaussians on a known surface.
struct DiscScene {
  GaussianCloud cloud;
  std::vector<uint32_t> normals;  ///< [N] true ones, packed
  std::vector<float> spacings;    ///< [N] m, sqrt(area / N)
  double spacing_m = 0.0;

  GaussianSource Source() const { return {&cloud, normals, spacings}; }
};

struct DiscOptions {
  double noise_m = 0.0;             ///< sigma of means along the normal
  double sigma_over_spacing = 1.0;  ///< of the discs' two large scales
  double thickness_m = 0.001;       ///< smallest scale
  float opacity = 0.9f;
  double floaters = 0.0;  ///< share of Gaussians strewn over the space instead
  uint64_t seed = 1;
};

DiscScene SphereOfDiscs(int64_t count, const Eigen::Vector3d& center, double radius_m,
                        const DiscOptions& options);
/// Around the z axis.
DiscScene TorusOfDiscs(int64_t count, double ring_m, double tube_m, const DiscOptions& options);
/// The outside of a box.
DiscScene BoxOfDiscs(int64_t count, const Eigen::Vector3d& low, const Eigen::Vector3d& high,
                     const DiscOptions& options);
/// 5 x 4 x 2.6 m with furniture, seen from inside; `rooms` of them in a grid.
DiscScene RoomsOfDiscs(int64_t count, int rooms, const DiscOptions& options);
/// As SLAM publishes it; ids are the places in the cloud.
std::vector<GaussianRecord> SnapshotOf(const DiscScene& scene);
/// From the nearest surface of those rooms [m].
double DistanceToRooms(const Eigen::Vector3d& point, int rooms);

}  // namespace isogs::test
