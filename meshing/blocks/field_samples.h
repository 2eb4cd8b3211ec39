// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "meshing/gaussians/lattice.h"
#include "meshing/gaussians/mesh_options.h"
#include "meshing/gaussians/prepared_gaussians.h"

namespace isogs {

/// Samples of a field on a box of lattice points, x fastest, then y, then z.
inline size_t PointCount(const LatticeBox& box) {
  size_t count = 1;
  for (size_t k = 0; k < 3; ++k) count *= static_cast<size_t>(int64_t{box.high[k]} - box.low[k] + 1);
  return count;
}

// By the arithmetic of ExtractMesh on blocks of the same lattice. Of `options`, the voxel size and what
// belongs to the surface count; a crop does not. Samples have the bits of ExtractMesh's, whatever the box,
// but where Gaussians reach more than kExactReach voxels beyond the box: there the last bits may differ.
inline constexpr int32_t kExactReach = 256;

/// Summed density.
std::vector<float> SampleDensity(const GaussianSource& source, const MeshOptions& options,
                                 const LatticeBox& box);
/// 1 where ExtractMesh finds a point inside of the density surface, else 0.
std::vector<float> SampleInside(const GaussianSource& source, const MeshOptions& options,
                                const LatticeBox& box);
/// Signed distance [m]; NaN where it has no value.
std::vector<float> SampleOriented(const GaussianSource& source, const MeshOptions& options,
                                  const LatticeBox& box);
/// [4, points] red, green and blue, 0 to 1, by density as vertices of the density surface have them, and the
/// density. All are 0 where that is below `least_density` or 0.
std::vector<float> SampleColors(const GaussianSource& source, const MeshOptions& options,
                                const LatticeBox& box, float least_density);

}  // namespace isogs
