// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/depth_normal.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace isogs {
namespace {

constexpr int kRadius = 3;  // of the window [px]
/// Neighbours whose depth differs by more than this share, for each pixel of distance, lie on something else.
constexpr double kMaxRelativeStep = 0.02;
constexpr int kMinPixels = 12;
constexpr double kMinCosine = 0.15;  // between normal and ray: beyond, noise decides

/// Sums for the least squares fit of w = w0 + a dx + b dy.
struct PlaneSums {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0, w = 0, wx = 0, wy = 0;

  void Add(double dx, double dy, double value) {
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

PlaneSums SumWindow(const FrameView& frame, int x, int y) {
  const auto depth_at = [&](int u, int v) {
    return static_cast<double>(frame.depth_m[static_cast<std::ptrdiff_t>(v) * frame.width + u]);
  };
  const double depth = depth_at(x, y);
  PlaneSums sums;
  for (int v = std::max(y - kRadius, 0); v <= std::min(y + kRadius, frame.height - 1); ++v) {
    for (int u = std::max(x - kRadius, 0); u <= std::min(x + kRadius, frame.width - 1); ++u) {
      const double other = depth_at(u, v);
      const int distance = std::max(std::abs(u - x), std::abs(v - y));
      if (!(other > 0.0) || std::abs(other - depth) > kMaxRelativeStep * std::max(distance, 1) * depth)
        continue;
      sums.Add(u - x, v - y, 1.0 / other);
    }
  }
  return sums;
}

}  // namespace

std::optional<Eigen::Vector3d> NormalAt(const FrameView& frame, const Camera& camera, int x, int y) {
  const PlaneSums s = SumWindow(frame, x, y);
  if (s.n < kMinPixels) return std::nullopt;
  const double xx = s.xx - s.x * s.x / s.n, xy = s.xy - s.x * s.y / s.n, yy = s.yy - s.y * s.y / s.n;
  const double wx = s.wx - s.w * s.x / s.n, wy = s.wy - s.w * s.y / s.n;
  const double determinant = xx * yy - xy * xy;
  if (determinant < 1e-6 * (xx + yy) * (xx + yy)) return std::nullopt;  // all in a line
  const double a = (wx * yy - wy * xy) / determinant;
  const double b = (wy * xx - wx * xy) / determinant;
  const double w0 = (s.w - a * s.x - b * s.y) / s.n;
  // n . p = 1 on the plane, p = z ray: 1/z = n . ray.
  const Eigen::Vector3d ray((x - camera.cx) / camera.fx, (y - camera.cy) / camera.fy, 1.0);
  Eigen::Vector3d normal(a * camera.fx, b * camera.fy, 0.0);
  normal.z() = w0 - normal.x() * ray.x() - normal.y() * ray.y();
  const double cosine = w0 / (normal.norm() * ray.norm());
  if (!(cosine > kMinCosine)) return std::nullopt;
  return -normal.normalized();
}

}  // namespace isogs
