// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "meshing/gaussians/lattice.h"
#include "meshing/gaussians/mesh_options.h"
#include "shared/types/gaussian_cloud.h"

namespace isogs {

// Gaussians in the form in which the field over a block adds them up. Lengths are in voxels.

/// What both surfaces need.
struct PreparedGaussian {
  LatticePoint low;             ///< first sample it reaches; the last is low + size - 1
  std::array<int32_t, 3> size;  ///< samples; 0: it reaches none
  std::array<float, 3> offset;  ///< of `low` from the mean
  float opacity;
  std::array<uint8_t, 4> color;  ///< RGB
};

/// density: opacity * 2^-t, t = v^T A v <= kDensityReach.
struct DensityGaussian : PreparedGaussian {
  std::array<float, 6> a;  ///< xx, xy, xz, yy, yz, zz
};
/// Beyond 3 sigma a Gaussian counts as nothing.
inline constexpr double kReachSigmas = 3.0;
inline constexpr float kDensityReach =
    static_cast<float>(0.5 * kReachSigmas * kReachSigmas * 1.4426950408889634);

/// oriented: weighs k = max(0, 1 - |v|^2 / R^2 - f (normal . v + distance)^2)^3, which differs from a
/// Gaussian of sigma = R / sqrt(6) by less than 0.03 and ends smoothly; f makes wide kernels flat. It adds k
/// * opacity, its weight, and k * (normal . v + distance): the distance from its plane, times its weight. Of
/// several in one record, weights, planes and distances are summed.
struct OrientedGaussian : PreparedGaussian {
  std::array<float, 3> normal;
  float distance;
  float inverse_squared_radius;
  float flatness;  ///< f
};
inline constexpr double kKernelRadiusSigmas = 2.449489742783178;

/// How the Gaussians of a cloud become records. Views into data of others.
struct GaussianSource {
  const GaussianCloud* cloud = nullptr;
  std::span<const uint32_t> normals;  ///< oriented: [N] packed, see PackNormal
  std::span<const float> spacings;    ///< oriented: [N] m, distance of the points around; empty: not known

  const float* Point(size_t i) const { return &cloud->means[3 * i]; }
};

/// Whether all of its numbers can be used.
bool IsUsable(const GaussianCloud& cloud, size_t i);

/// Unit vector to 32 bits (octahedral, 16 bits a coordinate; error below 1e-4 rad) and back.
uint32_t PackNormal(const std::array<float, 3>& normal);
std::array<float, 3> UnpackNormal(uint32_t packed);

/// Lattice points that cubes of the crop may use; everything where there is none.
LatticeBox CropBox(const MeshOptions& options);

}  // namespace isogs
