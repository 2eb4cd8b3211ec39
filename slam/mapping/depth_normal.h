// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "shared/geometry/camera.h"
#include "shared/geometry/double3.h"
#include "shared/geometry/pinhole.h"
#include "slam/device/frame_view.h"

// Normals of measured surfaces, for kernels on any device.
namespace isogs {

/// Point at depth 1 on a pixel's line of sight.
ISOGS_HD inline Double3 RayAt(const Camera& camera, double x, double y) {
  const LineOfSight<double> sight = SightOf<double>(camera, x, y);
  return {sight.x, sight.y, 1.0};
}

/// Sums for the least squares fit of w = w0 + a dx + b dy.
struct PlaneSums {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0, w = 0, wx = 0, wy = 0;

  ISOGS_HD void Add(double dx, double dy, double value) {
    n += 1.0;
    x += dx;
    y += dy;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
    w += value;
    wx += value * dx;
    wy += value * dy;
  }
};

/// Of the inverse depths around a pixel that lie on its surface.
ISOGS_HD inline PlaneSums SumWindow(const FrameView& frame, int x, int y) {
  constexpr int kRadius = 3;  // of the window [px]
  // Neighbours whose depth differs by more than this share, for each pixel of distance, lie on something
  // else.
  constexpr double kMaxRelativeStep = 0.02;
  const double depth = frame.depth_m[int64_t{y} * frame.width + x];
  PlaneSums sums;
  for (int dy = -kRadius; dy <= kRadius; ++dy) {
    if (y + dy < 0 || y + dy >= frame.height) continue;
    for (int dx = -kRadius; dx <= kRadius; ++dx) {
      if (x + dx < 0 || x + dx >= frame.width) continue;
      const double other = frame.depth_m[int64_t{y + dy} * frame.width + (x + dx)];
      const int across = dx < 0 ? -dx : dx, down = dy < 0 ? -dy : dy;
      const int distance = across > down ? across : down;
      const double limit = kMaxRelativeStep * (distance > 1 ? distance : 1) * depth;
      if (!(other > 0.0) || std::abs(other - depth) > limit) continue;
      sums.Add(dx, dy, 1.0 / other);
    }
  }
  return sums;
}

/// Unit normal of the measured surface at a pixel with valid depth, in the camera's axes, towards the camera:
/// of the plane that fits the pixels around best. In an image a plane's inverse depth is linear, so the fit
/// is two-dimensional; pixels across a depth edge are left out. False where too few are left or the surface
/// is seen edge on.
ISOGS_HD inline bool NormalAt(const FrameView& frame, const Camera& camera, int x, int y, Double3* normal) {
  constexpr int kMinPixels = 12;
  constexpr double kMinCosine = 0.15;  // between normal and ray: beyond, noise decides
  const PlaneSums s = SumWindow(frame, x, y);
  if (s.n < kMinPixels) return false;
  const double xx = s.xx - s.x * s.x / s.n, xy = s.xy - s.x * s.y / s.n, yy = s.yy - s.y * s.y / s.n;
  const double wx = s.wx - s.w * s.x / s.n, wy = s.wy - s.w * s.y / s.n;
  const double determinant = xx * yy - xy * xy;
  if (determinant < 1e-6 * (xx + yy) * (xx + yy)) return false;  // all in a line
  const double a = (wx * yy - wy * xy) / determinant;
  const double b = (wy * xx - wx * xy) / determinant;
  const double w0 = (s.w - a * s.x - b * s.y) / s.n;
  // n . p = 1 on the plane, p = z ray: 1/z = n . ray.
  const Double3 ray = RayAt(camera, x, y);
  Double3 away = {a * camera.fx, b * camera.fy, 0.0};
  away.z = w0 - away.x * ray.x - away.y * ray.y;
  const double cosine = w0 / (Norm(away) * Norm(ray));
  if (!(cosine > kMinCosine)) return false;
  *normal = -1.0 * Normalized(away);
  return true;
}

}  // namespace isogs
