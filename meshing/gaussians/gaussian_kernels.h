// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meshing/gaussians/prepared_gaussians.h"

namespace isogs {

/// How far the Gaussians of a source reach, and what they weigh. Lengths are in voxels.
struct GaussianKernels {
  /// `from` must outlive it.
  GaussianKernels(const GaussianSource& from, const MeshOptions& options);

  /// Lattice points that Gaussian i may reach; empty: none, or it is not usable. The same for all oriented
  /// ones of one cell with the smallest kernel.
  LatticeBox Reach(size_t i) const {
    int32_t cell_x;
    return Reach(i, &cell_x);
  }
  /// And the x of the lattice cell that its point lies in, where it reaches something.
  LatticeBox Reach(size_t i, int32_t* cell_x) const;
  /// Of the kernel of an oriented one.
  float Radius(size_t i) const;
  /// Of an oriented one: by the area that it stands for.
  float Weight(size_t i, float radius) const;
  /// What stands for the Gaussian's place [m].
  const float* Point(size_t i) const { return is_density ? &source.cloud->means[3 * i] : source.Point(i); }

  const GaussianSource& source;
  LatticeBox crop;
  double per_voxel;
  bool is_density;
  bool has_fixed_kernel;
  float min_scale;
  float smallest_radius;
  float radius_per_spacing_m;
  bool merges;  ///< oriented ones of one cell with the smallest kernel become one record
};

/// Boxes are a little larger than what they hold, so that rounding leaves nothing outside of them.
inline constexpr float kBoxSlack = 1.001f;

/// A point in units of the voxel: the lattice point below it, and where from there, 0 to 1.
struct CellPoint {
  LatticePoint cell;
  std::array<float, 3> within;
};

/// The point lies within the lattice's limits.
CellPoint Locate(const float* point_m, double per_voxel);

inline int32_t FloorToInt(float x) {
  const auto truncated = static_cast<int32_t>(x);
  return truncated - (x < static_cast<float>(truncated) ? 1 : 0);
}
inline int32_t CeilToInt(float x) { return -FloorToInt(-x); }

}  // namespace isogs
