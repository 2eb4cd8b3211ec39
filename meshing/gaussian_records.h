// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "meshing/gaussian_kernels.h"

namespace isogs {

/// The Gaussians `list` (ascending, all of them with a reach) as records, in the order in which every sum
/// adds them up: by the lattice cell of their points, then as in the list. Oriented ones of one cell with the
/// smallest kernel become one record, which shifts their weights by less than a voxel and their planes not at
/// all. So of a cell the list must name all Gaussians or none: then all lists give the same records.
void MakeRecords(const GaussianKernels& kernels, std::span<const uint32_t> list,
                 std::vector<DensityGaussian>* records);
void MakeRecords(const GaussianKernels& kernels, std::span<const uint32_t> list,
                 std::vector<OrientedGaussian>* records);

}  // namespace isogs
