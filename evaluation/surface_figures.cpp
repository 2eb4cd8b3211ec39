// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/surface_figures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace isogs {
namespace {

double ShareBelow(std::span<const float> values, float limit) {
  const auto below = std::ranges::count_if(values, [&](float value) { return value < limit; });
  return static_cast<double>(below) / static_cast<double>(values.size());
}

}  // namespace

double Quantile(std::vector<double>* values, double share) {
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values->size()));
  std::nth_element(values->begin(), values->begin() + place, values->end());
  return (*values)[static_cast<size_t>(place)];
}

std::optional<SurfaceFigures> SurfaceFiguresOf(std::span<const float> densities, double target) {
  if (densities.empty()) return std::nullopt;
  std::vector<double> values(densities.begin(), densities.end()), residuals;
  residuals.reserve(values.size());
  for (const double density : values) residuals.push_back(std::abs(density - target));
  return SurfaceFigures{static_cast<int64_t>(values.size()),
                        Quantile(&values, 0.5),
                        Quantile(&residuals, 0.5),
                        {Quantile(&values, 0.25), Quantile(&values, 0.75)}};
}

std::optional<MeshFit> MeshFitOf(const MeasuredPoints& points) {
  const std::vector<float>& distances_m = points.mesh_distances_m;
  if (distances_m.empty()) return std::nullopt;
  std::vector<double> values(distances_m.begin(), distances_m.end());
  return MeshFit{static_cast<int64_t>(values.size()), ShareBelow(distances_m, 0.02f),
                 ShareBelow(distances_m, 0.05f), Quantile(&values, 0.5), points.seen_through};
}

}  // namespace isogs
