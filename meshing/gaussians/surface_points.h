// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "shared/types/gaussian_cloud.h"

namespace isogs {

/// From where the Gaussians were seen: the cameras that created them, or, where those are not known, normals.
struct MapCameras {
  std::vector<Eigen::Vector3f> centers;  ///< in the cloud's frame, by timestep; empty: not known
  std::vector<float> normals;            ///< [N,3] on the side that was seen; empty, 0 or NaN: not known

  bool known() const { return !centers.empty() || !normals.empty(); }
};

/// How the surface at each Gaussian faces. It passes through the means: rendered depth is that of the splats
/// where rays meet them (see splat::MakeDepthSlope), so that an optimiser which fits it leaves them there.
struct SurfacePoints {
  std::vector<uint32_t> normals;  ///< [N] packed (see PackNormal), towards the side that was seen
  /// [N] m; distance of points on the surface around; of a disc, geometric mean of that and of its width:
  /// where wide discs meet narrow ones, neither alone is how far a disc reaches.
  std::vector<float> spacings;
};

/// From a map as SLAM makes it.
///
/// Normals: the smallest axis of a flat Gaussian (smallest scale below 0.8 of the middle one); for a round
/// one, whose axes tell nothing, the direction in which the points around vary least (Hoppe et al. 1992).
/// Turned towards the camera.
///
/// Where neither camera nor normal is known, the normal is turned towards the mean of all means: right for
/// the walls of a room that was seen from inside.
///
/// The result does not depend on `max_memory_bytes`, which it takes beside the cloud, its own memory counted.
SurfacePoints FindSurfacePoints(const GaussianCloud& cloud, const MapCameras& cameras,
                                int64_t max_memory_bytes);

/// Memory of the surface points of so many Gaussians.
int64_t SurfacePointBytes(size_t gaussians);

}  // namespace isogs
