// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/lens.h"

#include <spdlog/fmt/fmt.h>

#include <Eigen/Core>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr int kMostSteps = 100;
constexpr double kConverged = 1e-12;  // at depth 1: 1e-9 pixels
constexpr double kShrink = 0.998;     // of a view whose border leaves an image, a step
constexpr int kMostShrinks = 200;
constexpr int kFoldStride = 8;  // pixels between two where the distortion is tried

double Polynomial(double r2, double a, double b, double c) { return 1.0 + r2 * (a + r2 * (b + r2 * c)); }
/// d Polynomial / d r2
double Slope(double r2, double a, double b, double c) { return a + r2 * (2.0 * b + r2 * 3.0 * c); }

/// d Distorted / d (x, y), row by row.
Eigen::Matrix2d Jacobian(const Distortion& d, double x, double y) {
  const double r2 = x * x + y * y;
  const double below = Polynomial(r2, d.k4, d.k5, d.k6);
  const double radial = Polynomial(r2, d.k1, d.k2, d.k3) / below;
  const double slope = 2.0 * (Slope(r2, d.k1, d.k2, d.k3) - radial * Slope(r2, d.k4, d.k5, d.k6)) /
                       below;  // d radial / d r2, twice
  const double mixed = x * y * slope + 2.0 * d.p1 * x + 2.0 * d.p2 * y;
  Eigen::Matrix2d jacobian;
  jacobian << radial + x * x * slope + 2.0 * d.p1 * y + 6.0 * d.p2 * x, mixed,  //
      mixed, radial + y * y * slope + 6.0 * d.p1 * y + 2.0 * d.p2 * x;
  return jacobian;
}

[[noreturn]] void RefuseDistortion(const Distortion& d) {
  throw UsageError(fmt::format(
      "dataset.k1, k2, p1, p2, k3: found {:g}, {:g}, {:g}, {:g}, {:g}, with which the image folds over, "
      "expected OpenCV's distortion of these images; dataset.undistort=false takes them as they are",
      d.k1, d.k2, d.p1, d.p2, d.k3));
}

/// What a pinhole sees, at depth 1.
struct Window {
  double left = -std::numeric_limits<double>::infinity(), right = -left;
  double top = left, bottom = right;

  void Cut(const Window& other) {
    left = std::max(left, other.left);
    right = std::min(right, other.right);
    top = std::max(top, other.top);
    bottom = std::min(bottom, other.bottom);
  }
  void Shrink() {
    const double x = 0.5 * (left + right), y = 0.5 * (top + bottom);
    *this = {x + kShrink * (left - x), x + kShrink * (right - x), y + kShrink * (top - y),
             y + kShrink * (bottom - y)};
  }
  bool IsEmpty() const { return !(left < right && top < bottom); }
};

LineOfSight<double> SightThrough(const LensCamera& lens, double u, double v) {
  const auto sight = Undistorted(lens.distortion, SightOf(lens.camera, u, v));
  if (!sight) RefuseDistortion(lens.distortion);
  return *sight;
}

/// Between the innermost points of the image's sides.
Window WindowOf(const LensCamera& lens) {
  const int last_u = lens.camera.width - 1, last_v = lens.camera.height - 1;
  Window window;
  for (int u = 0; u <= last_u; ++u) {
    window.top = std::max(window.top, SightThrough(lens, u, 0).y);
    window.bottom = std::min(window.bottom, SightThrough(lens, u, last_v).y);
  }
  for (int v = 0; v <= last_v; ++v) {
    window.left = std::max(window.left, SightThrough(lens, 0, v).x);
    window.right = std::min(window.right, SightThrough(lens, last_u, v).x);
  }
  return window;
}

/// The pinhole whose outermost pixels' centres lie on the window's sides.
Camera ViewOf(const Window& window, int width, int height) {
  const double fx = std::max(width - 1, 1) / (window.right - window.left);
  const double fy = std::max(height - 1, 1) / (window.bottom - window.top);
  return {width, height, fx, fy, -window.left * fx, -window.top * fy};
}

bool SeesPixel(const LensCamera& lens, const Camera& view, int u, int v) {
  constexpr double kSlack = 1e-6;
  const auto [x, y] = PixelThrough(lens, view, u, v);
  return x >= -kSlack && y >= -kSlack && x <= lens.camera.width - 1 + kSlack &&
         y <= lens.camera.height - 1 + kSlack;
}

/// Does the lens see all of the view's border, and with it all that lies between?
bool SeesBorder(const LensCamera& lens, const Camera& view) {
  for (int u = 0; u < view.width; ++u) {
    if (!SeesPixel(lens, view, u, 0) || !SeesPixel(lens, view, u, view.height - 1)) return false;
  }
  for (int v = 0; v < view.height; ++v) {
    if (!SeesPixel(lens, view, 0, v) || !SeesPixel(lens, view, view.width - 1, v)) return false;
  }
  return true;
}

void CheckNoFold(const LensCamera& lens, const Camera& view) {
  for (int v = 0; v < view.height; v += kFoldStride) {
    for (int u = 0; u < view.width; u += kFoldStride) {
      const auto [x, y] = SightOf<double>(view, u, v);
      if (!(Jacobian(lens.distortion, x, y).determinant() > 0.0)) RefuseDistortion(lens.distortion);
    }
  }
}

bool AreEqual(std::span<const LensCamera> lenses) {
  return std::ranges::all_of(lenses, [&](const LensCamera& lens) { return lens == lenses.front(); });
}

}  // namespace

LineOfSight<double> Distorted(const Distortion& d, const LineOfSight<double>& sight) {
  const auto [x, y] = sight;
  const double r2 = x * x + y * y;
  const double radial = Polynomial(r2, d.k1, d.k2, d.k3) / Polynomial(r2, d.k4, d.k5, d.k6);
  return {x * radial + 2.0 * d.p1 * x * y + d.p2 * (r2 + 2.0 * x * x),
          y * radial + d.p1 * (r2 + 2.0 * y * y) + 2.0 * d.p2 * x * y};
}

std::optional<LineOfSight<double>> Undistorted(const Distortion& distortion,
                                               const LineOfSight<double>& distorted) {
  const Eigen::Vector2d target(distorted.x, distorted.y);
  const auto error_at = [&](const Eigen::Vector2d& at) -> Eigen::Vector2d {
    const auto [x, y] = Distorted(distortion, {at.x(), at.y()});
    return Eigen::Vector2d(x, y) - target;
  };
  Eigen::Vector2d at = target;
  Eigen::Vector2d error = error_at(at);
  for (int i = 0; i < kMostSteps && !(error.norm() < kConverged); ++i) {
    const Eigen::Matrix2d jacobian = Jacobian(distortion, at.x(), at.y());
    if (!(jacobian.determinant() > 1e-9)) return std::nullopt;
    Eigen::Vector2d step = jacobian.inverse() * error;
    if (!step.allFinite()) return std::nullopt;
    // A step too far would leave the part of the plane that the image shows.
    while (step.norm() > 1e-15 && !(error_at(at - step).norm() < error.norm())) step *= 0.5;
    at -= step;
    error = error_at(at);
    if (step.norm() <= 1e-15) break;
  }
  if (!(error.norm() < 1e-9)) return std::nullopt;
  return LineOfSight<double>{at.x(), at.y()};
}

ImagePoint<double> PixelThrough(const LensCamera& lens, const Camera& view, double u, double v) {
  const auto [x, y] = Distorted(lens.distortion, SightOf<double>(view, u, v));
  return Project(lens.camera, x, y, 1.0);
}

std::optional<Camera> MeanPinhole(std::span<const LensCamera> lenses, double tolerance_px) {
  const Camera& first = lenses.front().camera;
  const auto count = static_cast<double>(lenses.size());
  Camera mean = first;
  for (const auto& [camera, distortion] : lenses) {
    if (distortion != Distortion()) return std::nullopt;
    mean.fx += (camera.fx - first.fx) / count;
    mean.fy += (camera.fy - first.fy) / count;
    mean.cx += (camera.cx - first.cx) / count;
    mean.cy += (camera.cy - first.cy) / count;
  }
  const double right = mean.width - 1, bottom = mean.height - 1;
  for (const LensCamera& lens : lenses) {
    for (const auto& [u, v] : {std::pair(0.0, 0.0), {right, 0.0}, {0.0, bottom}, {right, bottom}}) {
      const auto [x, y] = PixelThrough(lens, mean, u, v);
      if (!(std::hypot(x - u, y - v) <= tolerance_px)) return std::nullopt;
    }
  }
  return mean;
}

Camera CommonView(std::span<const LensCamera> lenses) {
  const LensCamera& first = lenses.front();
  const bool are_equal = AreEqual(lenses);
  if (are_equal && first.distortion == Distortion()) return first.camera;
  const std::span<const LensCamera> different = are_equal ? lenses.first(1) : lenses;
  Window window;
  for (const LensCamera& lens : different) window.Cut(WindowOf(lens));
  for (int i = 0; i < kMostShrinks && !window.IsEmpty(); ++i) {
    const Camera view = ViewOf(window, first.camera.width, first.camera.height);
    if (std::ranges::all_of(different, [&](const LensCamera& lens) { return SeesBorder(lens, view); })) {
      for (const LensCamera& lens : different) CheckNoFold(lens, view);
      return view;
    }
    window.Shrink();
  }
  if (first.distortion != Distortion()) RefuseDistortion(first.distortion);
  throw UsageError("the frames' intrinsics have no view in common, expected those of one camera");
}

}  // namespace isogs
