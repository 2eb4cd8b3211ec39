// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "shared/geometry/camera.h"
#include "shared/geometry/depth_sensor.h"
#include "shared/geometry/rigid_motion.h"
#include "shared/types/disc_thickness.h"
#include "slam/device/frame_view.h"
#include "slam/mapping/cell_fit.h"
#include "slam/mapping/depth_normal.h"

// From a measured pixel to a Gaussian in the map, for kernels on any device.
namespace isogs {

/// What all new Gaussians of a frame have in common.
struct Placement {
  Camera camera;
  double rotation[9];  // of map_from_camera, row-major
  double translation[3];
  Rotation map_from_camera;  // the same rotation
  double sigma_over_depth;   // of a disc of one pixel of the grid, seen face on
  double thickness;          // across the surface, of that sigma; 1: round
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
  float color[3];
};

/// An ellipse in a plane: its first axis, across the second and the normal, and its deviations along both.
struct Ellipse {
  Double3 axis;
  double sigma_m, other_sigma_m;
};

/// The ellipse that looks as wide and high as `width_m` and `height_m` would face on, in the plane of
/// `normal` where a line of sight meets it. Steep surfaces are taken for less steep, which bounds its length.
/// In image axes its covariance is diag(width^2, height^2); a step in the plane is seen as M times it, so
/// that it is M^-1 diag M^-T in the plane's.
ISOGS_HD inline Ellipse EllipseOn(const Double3& normal, const Double3& ray, double width_m,
                                  double height_m) {
  constexpr double kMinForeshortening = 0.4;
  const Double3 towards_camera = -1.0 * Normalized(ray);
  const double cosine = Dot(normal, towards_camera);
  Double3 across = Cross(normal, towards_camera);  // seen at its full length
  if (Norm(across) < 1e-3) across = Cross(normal, {0.0, 1.0, 0.0});
  across = Normalized(across);
  const Double3 along = Cross(normal, across);  // the slope: foreshortened
  const double longer =
      cosine < kMinForeshortening ? kMinForeshortening / (cosine > 1e-3 ? cosine : 1e-3) : 1.0;
  const double across_u = across.x - ray.x * across.z, across_v = across.y - ray.y * across.z;
  const double along_u = longer * (along.x - ray.x * along.z), along_v = longer * (along.y - ray.y * along.z);
  const double determinant = across_u * along_v - along_u * across_v;
  // Columns of M^-1, as long as the sides.
  const double u0 = along_v / determinant * width_m, u1 = -across_v / determinant * width_m;
  const double v0 = -along_u / determinant * height_m, v1 = across_u / determinant * height_m;
  const double xx = u0 * u0 + v0 * v0, xy = u0 * u1 + v0 * v1, yy = u1 * u1 + v1 * v1;
  const double middle = 0.5 * (xx + yy), half = 0.5 * (xx - yy), spread = std::sqrt(half * half + xy * xy);
  const double angle = 0.5 * std::atan2(xy, half);
  const double least = width_m < height_m ? width_m : height_m;
  const double narrow = middle - spread;
  return {std::cos(angle) * across + std::sin(angle) * along, std::sqrt(middle + spread),
          narrow > 0.01 * least * least ? std::sqrt(narrow) : 0.1 * least};
}

/// A disc that looks as wide and high as the cell at depth `z_m` on the line of sight `ray` through its
/// centre, and is as thin as one of a single pixel. Where the normal is not known it faces the camera. A ball
/// that fits in the cell for thickness 1.
ISOGS_HD inline Disc MakeDisc(const FrameView& frame, const Placement& placement, const GridCell& cell,
                              const Double3& ray, double z_m) {
  const double step_m = z_m * placement.sigma_over_depth;
  if (placement.thickness >= 1.0) {
    const double radius_m = (cell.width < cell.height ? cell.width : cell.height) * step_m;
    return {{1.0, 0.0, 0.0, 0.0}, {radius_m, radius_m, radius_m}};
  }
  const Double3 towards_camera = -1.0 * Normalized(ray);
  Double3 normal = towards_camera;
  NormalAt(frame, placement.camera, cell.x + cell.width / 2 * cell.stride,
           cell.y + cell.height / 2 * cell.stride, &normal);
  const Ellipse ellipse = EllipseOn(normal, ray, cell.width * step_m, cell.height * step_m);
  const double error_m = SensorSigma(placement.sensor, z_m, Dot(normal, towards_camera)),
               thickest_m = kThickestDisc * ellipse.other_sigma_m;
  const double noisy_m = error_m < thickest_m ? error_m : thickest_m;
  const double thin_m = step_m * placement.thickness;
  return {placement.map_from_camera * RotationOf(ellipse.axis, Cross(normal, ellipse.axis), normal),
          {ellipse.sigma_m, ellipse.other_sigma_m, noisy_m > thin_m ? noisy_m : thin_m}};
}

/// For a cell whose depths are all valid: as wide as it is seen from the camera.
ISOGS_HD inline NewGaussian MakeNewGaussian(const FrameView& frame, const Placement& placement,
                                            const GridCell& cell) {
  const CellFit fit = FitCell(frame, cell);
  const Double3 ray = RayAt(placement.camera, cell.x + 0.5 * (cell.width - 1) * cell.stride,
                            cell.y + 0.5 * (cell.height - 1) * cell.stride);
  const double z = cell.width * cell.height == 1 ? frame.depth_m[PixelOf(cell, frame.width, 0, 0)]
                                                 : 1.0 / static_cast<double>(fit.inverse_depth);
  const Double3 in_camera = z * ray;
  const Disc disc = MakeDisc(frame, placement, cell, ray, z);
  NewGaussian result;
  for (int k = 0; k < 3; ++k) result.color[k] = fit.color[k];
  for (int k = 0; k < 3; ++k) {
    const double* row = placement.rotation + int64_t{3} * k;
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
