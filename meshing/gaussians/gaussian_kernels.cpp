// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/gaussians/gaussian_kernels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "shared/geometry/logistic.h"

namespace isogs {
namespace {

/// Kernels of a smaller sigma are too narrow for the Gaussians of a cell to share a centre.
constexpr double kMinMergedKernel = 1.25;
/// Thinner Gaussians fall between all samples.
constexpr double kMinScale = 1e-3;

bool IsOnLattice(const float* point_m, double per_voxel, float reach) {
  const double limit = static_cast<double>(kLatticeLimit) - reach;
  return std::abs(point_m[0] * per_voxel) < limit && std::abs(point_m[1] * per_voxel) < limit &&
         std::abs(point_m[2] * per_voxel) < limit;
}

}  // namespace

CellPoint Locate(const float* point_m, double per_voxel) {
  CellPoint located;
  for (size_t k = 0; k < 3; ++k) {
    const double at = point_m[k] * per_voxel;
    auto cell = static_cast<int32_t>(at);
    cell -= at < cell ? 1 : 0;
    located.cell[k] = cell;
    located.within[k] = static_cast<float>(at - cell);
  }
  return located;
}

GaussianKernels::GaussianKernels(const GaussianSource& from, const MeshOptions& options)
    : source(from),
      crop(CropBox(options)),
      per_voxel(1.0 / options.voxel_size_m),
      is_density(options.surface == Surface::kDensity),
      has_fixed_kernel(options.kernel_m.has_value()),
      min_scale(static_cast<float>(std::max(options.MinScale() * per_voxel, kMinScale))) {
  const double sigma = has_fixed_kernel ? *options.kernel_m * per_voxel : options.kernel_voxels;
  smallest_radius = static_cast<float>(kKernelRadiusSigmas * sigma);
  radius_per_spacing_m = static_cast<float>(kKernelRadiusSigmas * options.kernel_spacings * per_voxel);
  merges = !is_density && sigma >= kMinMergedKernel;
}

float GaussianKernels::Radius(size_t i) const {
  if (has_fixed_kernel || source.spacings.empty()) return smallest_radius;
  return std::max(smallest_radius, radius_per_spacing_m * source.spacings[i]);
}

float GaussianKernels::Weight(size_t i, float radius) const {
  const float opacity = Logistic(source.cloud->logit_opacities[i]);
  if (source.spacings.empty()) return opacity;
  // The kernel's integral over a plane is pi R^2 / 4: points that cover the plane evenly sum up to about 1.
  const float spacing = source.spacings[i] * static_cast<float>(per_voxel);
  return opacity * 4.0f * spacing * spacing / (std::numbers::pi_v<float> * radius * radius);
}

LatticeBox GaussianKernels::Reach(size_t i, int32_t* cell_x) const {
  constexpr LatticeBox kNothing = {{1, 1, 1}, {0, 0, 0}};
  if (!IsUsable(*source.cloud, i)) return kNothing;
  float reach = kBoxSlack;
  if (is_density) {
    const float* s = &source.cloud->log_scales[3 * i];
    const float largest = std::exp(std::max({s[0], s[1], s[2]})) * static_cast<float>(per_voxel);
    reach *= static_cast<float>(kReachSigmas) * std::max(largest, min_scale);
  } else {
    reach *= Radius(i);
  }
  if (!(reach < static_cast<float>(kLatticeLimit)) || !IsOnLattice(Point(i), per_voxel, reach)) {
    return kNothing;
  }
  const CellPoint at = Locate(Point(i), per_voxel);
  *cell_x = at.cell[0];
  LatticeBox box;
  for (size_t k = 0; k < 3; ++k) {
    box.low[k] = std::max(at.cell[k] - FloorToInt(reach), crop.low[k]);
    box.high[k] = std::min(at.cell[k] + FloorToInt(reach + 1.0f), crop.high[k]);
  }
  return box;
}

}  // namespace isogs
