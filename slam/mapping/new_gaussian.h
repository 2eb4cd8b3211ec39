// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "shared/geometry/camera.h"
#include "shared/geometry/depth_sensor.h"
#include "shared/geometry/rigid_motion.h"
#include "shared/types/disc_thickness.h"
#include "slam/device/frame_view.h"
#include "slam/mapping/depth_normal.h"

// From a measured pixel to a Gaussian in the map, for kernels on any device.
namespace isogs {

/// What all new Gaussians of a frame have in common.
struct Placement {
  Camera camera;
  double rotation[9];  // of map_from_camera, row-major
  double translation[3];
  Rotation map_from_camera;  // the same rotation
  double sigma_over_depth;   // of a disc seen face on
  double thickness;          // across the surface, of sigma; 1: round
  DepthSensor sensor;        // discs are as thick as it errs there, as long as they stay discs
};

/// A disc on the measured surface.
struct Disc {
  Rotation map_from_disc;  // its third axis is the surface's normal
  double sigma_m[3];
};

/// Place and shape of a new Gaussian, as the map has them.
struct NewGaussian {
  float mean[3];
  float wxyz[4];
  float log_scales[3];
};

/// A disc that looks as wide as the grid at depth `z_m` in both directions from the camera, however the
/// surface is tilted. Where the normal is not known it faces the camera. A ball for thickness 1.
ISOGS_HD inline Disc MakeDisc(const FrameView& frame, const Placement& placement, int x, int y, double z_m) {
  constexpr double kMinForeshortening = 0.4;  // bounds the length of discs on steep surfaces
  const double sigma_m = z_m * placement.sigma_over_depth;
  if (placement.thickness >= 1.0) return {{1.0, 0.0, 0.0, 0.0}, {sigma_m, sigma_m, sigma_m}};
  const Double3 towards_camera = -1.0 * Normalized(RayAt(placement.camera, x, y));
  Double3 normal = towards_camera;
  NormalAt(frame, placement.camera, x, y, &normal);
  const double cosine = Dot(normal, towards_camera);
  Double3 across = Cross(normal, towards_camera);  // seen at its full length
  if (Norm(across) < 1e-3) across = Cross(normal, {0.0, 1.0, 0.0});
  across = Normalized(across);
  const Double3 along = Cross(normal, across);  // the slope: foreshortened
  const double error_m = SensorSigma(placement.sensor, z_m, cosine), thickest_m = kThickestDisc * sigma_m;
  const double noisy_m = error_m < thickest_m ? error_m : thickest_m;
  const double thin_m = sigma_m * placement.thickness;
  return {placement.map_from_camera * RotationOf(across, along, normal),
          {sigma_m, sigma_m / (cosine > kMinForeshortening ? cosine : kMinForeshortening),
           noisy_m > thin_m ? noisy_m : thin_m}};
}

/// For a pixel with a valid depth: as wide as the grid seen from the camera.
ISOGS_HD inline NewGaussian MakeNewGaussian(const FrameView& frame, const Placement& placement, int pixel) {
  const int x = pixel % frame.width, y = pixel / frame.width;
  const double z = frame.depth_m[pixel];
  const Double3 in_camera = z * RayAt(placement.camera, x, y);
  const Disc disc = MakeDisc(frame, placement, x, y, z);
  NewGaussian result;
  for (int k = 0; k < 3; ++k) {
    const double* row = placement.rotation + 3 * k;
    result.mean[k] = static_cast<float>(Dot({row[0], row[1], row[2]}, in_camera) + placement.translation[k]);
    result.log_scales[k] = static_cast<float>(std::log(disc.sigma_m[k]));
  }
  const Rotation& q = disc.map_from_disc;
  result.wxyz[0] = static_cast<float>(q.w);
  result.wxyz[1] = static_cast<float>(q.x);
  result.wxyz[2] = static_cast<float>(q.y);
  result.wxyz[3] = static_cast<float>(q.z);
  return result;
}

}  // namespace isogs
