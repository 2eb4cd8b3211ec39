// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "shared/gaussian_cloud.h"

namespace isogs {

/// The cameras that created the Gaussians.
struct MapCameras {
  std::vector<Eigen::Vector3f> centers;  ///< in the cloud's frame, by timestep; empty: not known
  double focal_px = 0.0;                 ///< of the images that the map was made from
};

/// Where the surface passes by each Gaussian, and how it faces.
struct SurfacePoints {
  std::vector<float> points;      ///< [N,3] m
  std::vector<uint32_t> normals;  ///< [N] packed (see PackNormal), towards the side that was seen
  std::vector<float> spacings;    ///< [N] m; distance of points on the surface around
};

/// From a map as SLAM makes it.
///
/// Points: a mean does not lie on the surface. Where Gaussians overlap, the foremost hide the others, so that
/// an optimiser which fits rendered depth leaves all of them behind the surface, by a sigma or so. Each point
/// is therefore the mean moved along the ray from the camera that created the Gaussian to the depth at which
/// its neighbourhood renders there, sum alpha T z / sum alpha T.
///
/// Normals: the smallest axis of a flat Gaussian (smallest scale below half the middle one); for a round one,
/// whose axes tell nothing, the direction in which the points around vary least (Hoppe et al. 1992). Turned
/// towards the camera.
///
/// Where the camera is not known, the point is the mean, and the normal is turned towards the mean of all
/// means: right for the walls of a room that was seen from inside.
SurfacePoints FindSurfacePoints(const GaussianCloud& cloud, const MapCameras& cameras);

}  // namespace isogs
