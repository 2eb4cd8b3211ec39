// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

#include "meshing/gaussians/lattice.h"
#include "shared/config/prerender_config.h"

namespace isogs {

/// Box around points, axis-aligned, in the world [m].
struct MapBounds {
  std::array<double, 3> low_m, high_m;
};

/// Where the samples of a volume lie: at the centres of its cells, which are cubes. Centres are points of
/// the lattice of a mesh with this voxel size (lattice.h), so that they have its values.
struct VolumeGrid {
  double spacing_m = 0.0;
  LatticeBox box;

  /// Cells along x, y, z.
  std::array<size_t, 3> Cells() const;
  /// Centre of the first cell.
  std::array<double, 3> OriginM() const;
};

/// Cells along x, y, z of every volume with these options.
std::array<size_t, 3> CellsOf(const PrerenderConfig& options);

/// The volume for points within these bounds. Its place is moved to the lattice: by half a cell at most.
/// Throws Error, naming `source`, where it cannot be placed.
VolumeGrid PlaceVolume(const PrerenderConfig& options, const MapBounds& bounds, const std::string& source);

}  // namespace isogs
