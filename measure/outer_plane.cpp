// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "measure/outer_plane.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace isogs {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
const double kTurnedCos = std::cos(15.0 * kDegree);  // of a face that may belong to the plane
constexpr double kBin_m = 0.01;
constexpr int kWindowBins = 3;          // to either side of a bin
constexpr double kNear_m = 0.05;        // faces that may be of the plane
constexpr double kThickness_m = 0.015;  // of what it is fitted to, to either side
constexpr double kLeastArea_m2 = 0.3;   // of a plane
constexpr double kLeastInPlane = 0.25;  // of that, within the thickness
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

/// The value that half of the weights stand below; `values` are sorted for it.
double WeightedMedian(std::vector<std::pair<double, double>>* values) {
  std::ranges::sort(*values);
  double all = 0.0, below = 0.0;
  for (const auto& [value, weight] : *values) all += weight;
  for (const auto& [value, weight] : *values) {
    below += weight;
    if (below >= 0.5 * all) return value;
  }
  return 0.0;
}

/// The plane through the faces near `plane`: turned as they are on average, and through their median. Rugs
/// and skirting boards are parallel to what they lie on, so they tilt nothing, as they would in least
/// squares.
Plane Refit(const std::vector<MeshFace>& faces, const Plane& plane, double near_m) {
  Plane fitted = plane;
  fitted.area_m2 = 0.0;
  Eigen::Vector3d normal = Eigen::Vector3d::Zero(), middle = Eigen::Vector3d::Zero();
  std::vector<const MeshFace*> near;
  for (const MeshFace& face : faces) {
    if (!face.Faces(plane.normal, kTurnedCos) || std::abs(plane.HeightOf(face.middle)) > near_m) continue;
    near.push_back(&face);
    normal += face.normal;
    middle += face.area_m2() * face.middle;
    fitted.area_m2 += face.area_m2();
  }
  if (near.empty()) return fitted;
  fitted.normal = normal.normalized();
  fitted.middle = middle / fitted.area_m2;
  std::vector<std::pair<double, double>> offsets;
  offsets.reserve(near.size());
  for (const MeshFace* face : near) offsets.emplace_back(fitted.normal.dot(face->middle), face->area_m2());
  fitted.offset_m = WeightedMedian(&offsets);
  double squares = 0.0;
  for (const auto& [offset, area] : offsets) squares += area * std::pow(offset - fitted.offset_m, 2);
  fitted.scatter_m = std::sqrt(squares / fitted.area_m2);
  return fitted;
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
  Plane plane;
  plane.normal = inward;
  plane.offset_m = *peak;
  for (const double near_m : {kNear_m, kNear_m, kThickness_m, kThickness_m})
    plane = Refit(faces, plane, near_m);
  if (plane.area_m2 < kLeastInPlane * kLeastArea_m2) {
    return {{}, fmt::format("no {} was seen: the outermost surface is no plane", name)};
  }
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
