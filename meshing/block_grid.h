// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "meshing/gaussian_kernels.h"

namespace isogs {

/// Which Gaussians may reach which layer of blocks, a layer being all blocks of one x.
struct LayerIndex {
  int32_t first_layer = 0;
  std::vector<uint64_t> begin = {0};  ///< [layers + 1] into `gaussians`
  std::vector<uint32_t> gaussians;    ///< ascending within a layer
  double max_lists = 0.0;             ///< at most so many times a Gaussian reaches a block
  int64_t used_gaussians = 0;         ///< those that reach some layer
  int64_t unusable_gaussians = 0;     ///< those with numbers that are not finite

  size_t layer_count() const { return begin.size() - 1; }
  std::span<const uint32_t> Layer(size_t layer) const {
    return std::span(gaussians).subspan(begin[layer], begin[layer + 1] - begin[layer]);
  }
};

/// Throws UsageError where there would be more than a million layers. Has no layers, and `max_lists` alone,
/// where Gaussians are so large against the blocks that these must be more than options.max_blocks.
LayerIndex IndexLayers(const GaussianKernels& kernels, const MeshOptions& options);

/// Memory that an index of so many Gaussians takes while it is made, unless they are large against blocks.
inline int64_t IndexBytes(size_t gaussians) { return 16 * static_cast<int64_t>(gaussians); }

/// The blocks of a layer that some Gaussian reaches, with all Gaussians that reach their (block_size + 1)^3
/// lattice points.
struct BlockLayer {
  std::vector<BlockIndex> blocks;   ///< ascending
  std::vector<uint32_t> begin;      ///< [blocks + 1] into `gaussians`
  std::vector<uint32_t> gaussians;  ///< positions in the layer's records, ascending within a block

  std::span<const uint32_t> List(size_t block) const {
    return std::span(gaussians).subspan(begin[block], begin[block + 1] - begin[block]);
  }
};

template <typename Record>
BlockLayer MakeBlockLayer(std::span<const Record> records, int32_t x, int block_size);

extern template BlockLayer MakeBlockLayer(std::span<const DensityGaussian>, int32_t, int);
extern template BlockLayer MakeBlockLayer(std::span<const OrientedGaussian>, int32_t, int);

}  // namespace isogs
