// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "meshing/gaussians/slab_records.h"

namespace isogs {

/// The blocks of a layer that some Gaussian reaches, with all Gaussians that reach their (block_size + 1)^3
/// lattice points.
struct BlockLayer {
  std::vector<BlockIndex> blocks;   ///< ascending
  std::vector<uint32_t> begin;      ///< [blocks + 1] into `gaussians`
  std::vector<uint32_t> gaussians;  ///< positions in the records, within a block in the order of the runs

  std::span<const uint32_t> List(size_t block) const {
    return std::span(gaussians).subspan(begin[block], begin[block + 1] - begin[block]);
  }
};

/// From the records that may reach the layer of blocks of this x.
template <typename Record>
BlockLayer MakeBlockLayer(std::span<const Record> records, const LayerRuns& runs, int32_t x, int block_size);

extern template BlockLayer MakeBlockLayer(std::span<const DensityGaussian>, const LayerRuns&, int32_t, int);
extern template BlockLayer MakeBlockLayer(std::span<const OrientedGaussian>, const LayerRuns&, int32_t, int);

}  // namespace isogs
