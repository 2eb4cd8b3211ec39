// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/reprojection.h"

#include <algorithm>
#include <cmath>

#include "shared/geometry/projection.h"

namespace isogs {
namespace {

constexpr int kSamplesAcross = 80;
constexpr double kDepthTolerance = 0.05;
/// Of all points, that a frame should see of another one close by; where it sees fewer, those that agree
/// count as so many less.
constexpr double kExpectedOverlap = 0.3;

double GreyAt(const Frame& frame, int y, int x) {
  return (frame.color.at(0, y, x) + frame.color.at(1, y, x) + frame.color.at(2, y, x)) / 3.0;
}

/// Sums for the correlation of two values.
class Correlation {
 public:
  void Add(double a, double b) {
    count_ += 1.0;
    a_ += a;
    b_ += b;
    aa_ += a * a;
    bb_ += b * b;
    ab_ += a * b;
  }
  /// 1 where one of them does not vary: it contradicts nothing.
  double value() const {
    const double variance_a = count_ * aa_ - a_ * a_, variance_b = count_ * bb_ - b_ * b_;
    const double floor = 1e-6 * count_ * count_;  // a thousandth of the greys' range
    if (!(variance_a > floor && variance_b > floor)) return 1.0;
    return (count_ * ab_ - a_ * b_) / std::sqrt(variance_a * variance_b);
  }

 private:
  double count_ = 0.0, a_ = 0.0, b_ = 0.0, aa_ = 0.0, bb_ = 0.0, ab_ = 0.0;
};

}  // namespace

double Agreement::score() const { return depth * std::max(grey, 0.0); }

Agreement Reproject(const Frame& from, const Frame& to, const Pose& to_from_from, const Camera& camera) {
  const int step = std::max(1, camera.width / kSamplesAcross);
  Correlation greys;
  double points = 0.0, seen = 0.0, agreed = 0.0;
  for (int y = step / 2; y < camera.height; y += step) {
    for (int x = step / 2; x < camera.width; x += step) {
      const double z = from.depth_m.at(y, x);
      if (!(z > 0.0)) continue;
      points += 1.0;
      const Eigen::Vector3d p = to_from_from * PointAt(camera, x, y, z);
      if (!(p.z() > 1e-3)) continue;
      const auto [u, v] = PixelOf(camera, p);
      if (!(u > -0.5 && v > -0.5 && u < camera.width - 0.5 && v < camera.height - 0.5)) continue;
      const int column = static_cast<int>(std::lround(u)), row = static_cast<int>(std::lround(v));
      const double measured = to.depth_m.at(row, column);
      if (!(measured > 0.0)) continue;
      seen += 1.0;
      agreed += std::abs(measured - p.z()) < kDepthTolerance * measured ? 1.0 : 0.0;
      greys.Add(GreyAt(from, y, x), GreyAt(to, row, column));
    }
  }
  if (!(seen > 0.0)) return {};
  return {agreed / std::max(seen, kExpectedOverlap * points), seen / points, greys.value()};
}

}  // namespace isogs
