// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "measure/outer_plane.h"

#include <spdlog/fmt/fmt.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace isogs {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
const double kTurnedCos = std::cos(15.0 * kDegree);  // of a face that may belong to the plane
const double kTiltCos = std::cos(5.0 * kDegree);     // of the plane: steeper fits are not of a floor
constexpr double kBin_m = 0.01;
constexpr int kWindowBins = 3;          // to either side of a bin
constexpr double kNear_m = 0.05;        // faces that may be of the plane
constexpr double kThickness_m = 0.015;  // of what it is fitted to, to either side
constexpr double kLeastArea_m2 = 0.3;   // of a plane
constexpr double kLeastShare = 0.15;    // of the largest parallel plane's area
constexpr double kBeyond_m = 0.1;       // in front of which a face is not beyond
constexpr double kMostBeyondShare = 0.04;
constexpr size_t kMostBins = 100'000;  // 1 km

/// Areas of the faces that are turned to `inward`, by their height along it.
struct Histogram {
  double low_m = 0.0;
  std::vector<double> areas_m2;

  double Window(size_t bin) const {
    double sum = 0.0;
    const size_t last = std::min(bin + kWindowBins + 1, areas_m2.size());
    for (size_t i = bin < kWindowBins ? 0 : bin - kWindowBins; i < last; ++i) sum += areas_m2[i];
    return sum;
  }
};

Histogram HistogramOf(const std::vector<MeshFace>& faces, const Eigen::Vector3d& inward) {
  Histogram histogram;
  double low = INFINITY, high = -INFINITY;
  for (const MeshFace& face : faces) {
    low = std::min(low, inward.dot(face.middle));
    high = std::max(high, inward.dot(face.middle));
  }
  if (!(low <= high)) return histogram;
  histogram.low_m = low;
  histogram.areas_m2.resize(std::min(static_cast<size_t>((high - low) / kBin_m) + 1, kMostBins));
  for (const MeshFace& face : faces) {
    if (!face.Faces(inward, kTurnedCos)) continue;
    const auto bin = static_cast<size_t>((inward.dot(face.middle) - low) / kBin_m);
    if (bin < histogram.areas_m2.size()) histogram.areas_m2[bin] += face.area_m2();
  }
  return histogram;
}

/// The first peak that is large enough [m along inward].
std::optional<double> FirstPeak(const Histogram& histogram) {
  double largest = 0.0;
  for (size_t bin = 0; bin < histogram.areas_m2.size(); ++bin)
    largest = std::max(largest, histogram.Window(bin));
  const double least = std::max(kLeastArea_m2, kLeastShare * largest);
  for (size_t bin = 0; bin < histogram.areas_m2.size(); ++bin) {
    if (histogram.Window(bin) < least) continue;
    while (bin + 1 < histogram.areas_m2.size() && histogram.Window(bin + 1) > histogram.Window(bin)) ++bin;
    return histogram.low_m + (static_cast<double>(bin) + 0.5) * kBin_m;
  }
  return std::nullopt;
}

/// Least squares over the faces near `plane`, by their areas.
Plane Fit(const std::vector<MeshFace>& faces, const Plane& plane, double near_m) {
  double area = 0.0;
  Eigen::Vector3d mean = Eigen::Vector3d::Zero();
  Eigen::Matrix3d second = Eigen::Matrix3d::Zero();
  for (const MeshFace& face : faces) {
    if (!face.Faces(plane.normal, kTurnedCos) || std::abs(plane.HeightOf(face.middle)) > near_m) continue;
    area += face.area_m2();
    mean += face.area_m2() * face.middle;
  }
  if (!(area > 0.0)) return plane;
  mean /= area;
  for (const MeshFace& face : faces) {
    if (!face.Faces(plane.normal, kTurnedCos) || std::abs(plane.HeightOf(face.middle)) > near_m) continue;
    const Eigen::Vector3d from_mean = face.middle - mean;
    second += face.area_m2() * from_mean * from_mean.transpose();
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> axes(second / area);
  Plane fitted = plane;
  const Eigen::Vector3d normal = axes.eigenvectors().col(0);
  if (std::abs(normal.dot(plane.normal)) > kTiltCos)
    fitted.normal = normal.dot(plane.normal) > 0.0 ? normal : -normal;
  fitted.offset_m = fitted.normal.dot(mean);
  fitted.scatter_m = std::sqrt(std::max(0.0, fitted.normal.dot(second * fitted.normal) / area));
  fitted.area_m2 = area;
  fitted.middle = mean;
  return fitted;
}

/// The height above `plane` that half of the faces near it are below, by area: pictures on a wall and
/// skirting boards are a part of what is near, and should not pull it.
double MedianHeight(const std::vector<MeshFace>& faces, const Plane& plane, double near_m) {
  std::vector<std::pair<double, double>> heights;
  double all = 0.0;
  for (const MeshFace& face : faces) {
    const double height = plane.HeightOf(face.middle);
    if (!face.Faces(plane.normal, kTurnedCos) || std::abs(height) > near_m) continue;
    heights.emplace_back(height, face.area_m2());
    all += face.area_m2();
  }
  std::ranges::sort(heights);
  double below = 0.0;
  for (const auto& [height, area] : heights) {
    below += area;
    if (below >= 0.5 * all) return height;
  }
  return 0.0;
}

/// From a first guess of the height to the plane itself.
Plane FitRobustly(const std::vector<MeshFace>& faces, Plane plane) {
  for (const double near_m : {kNear_m, kNear_m, kThickness_m, kThickness_m}) {
    plane.offset_m += MedianHeight(faces, plane, near_m);
    plane = Fit(faces, plane, kThickness_m);
  }
  return plane;
}

double ShareBeyond(const std::vector<MeshFace>& faces, const Plane& plane) {
  double beyond = 0.0, all = 0.0;
  for (const MeshFace& face : faces) {
    all += face.area_m2();
    if (plane.HeightOf(face.middle) < -kBeyond_m) beyond += face.area_m2();
  }
  return all > 0.0 ? beyond / all : 0.0;
}

}  // namespace

PlaneSearch FindOuterPlane(const std::vector<MeshFace>& faces, const Eigen::Vector3d& inward,
                           const std::string& name) {
  const std::optional<double> peak = FirstPeak(HistogramOf(faces, inward));
  if (!peak)
    return {{}, fmt::format("no {} was seen: no plane of {} m² or more faces that way", name, kLeastArea_m2)};
  Plane guess;
  guess.normal = inward;
  guess.offset_m = *peak;
  const Plane plane = FitRobustly(faces, guess);
  const double beyond = ShareBeyond(faces, plane);
  if (beyond > kMostBeyondShare) {
    return {
        {},
        fmt::format("no {} was seen: the outermost plane, of {:.1f} m², has {:.0f} % of the mesh beyond it",
                    name, plane.area_m2, 1e2 * beyond)};
  }
  return {plane, {}};
}

}  // namespace isogs
