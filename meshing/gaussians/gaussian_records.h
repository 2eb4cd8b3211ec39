// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "meshing/gaussians/gaussian_kernels.h"

namespace isogs {

/// What a record is made of, read from the cloud once and put with its neighbours.
struct DensityItem : CellPoint {
  std::array<float, 4> rotation;
  std::array<float, 3> log_scales;
  float logit_opacity;
  std::array<uint8_t, 4> color;
};
struct OrientedItem : CellPoint {
  float radius, weight;
  uint32_t normal;  ///< packed
  std::array<uint8_t, 4> color;
};

/// The item of Gaussian i, which has a reach.
void MakeItem(const GaussianKernels& kernels, size_t i, DensityItem* item);
void MakeItem(const GaussianKernels& kernels, size_t i, OrientedItem* item);

/// Items, in the order of their Gaussians, as records, in the order in which every sum adds them up: by the
/// lattice cell of their points (x first, then y), then as they are. Oriented ones of one cell with the
/// smallest kernel become one record, which shifts their weights by less than a voxel and their planes not at
/// all. So of a cell there must be all Gaussians or none: then all lists give the same records. Returns how
/// many records there are; `records` has room for one each.
size_t MakeRecords(const GaussianKernels& kernels, std::span<const DensityItem> items,
                   DensityGaussian* records);
size_t MakeRecords(const GaussianKernels& kernels, std::span<const OrientedItem> items,
                   OrientedGaussian* records);

}  // namespace isogs
