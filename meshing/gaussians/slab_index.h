// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "meshing/gaussians/gaussian_kernels.h"

namespace isogs {

/// A Gaussian that reaches layers beyond those next to its own.
struct FarGaussian {
  uint32_t gaussian;
  int32_t layer;        ///< its own
  int32_t first, last;  ///< that it reaches
};

/// Where the Gaussians lie along x. A layer is all blocks of one x; the Gaussians whose points lie in it are
/// its slab. Most Gaussians reach no farther than the layers next to their own.
///
/// Layer numbers count from `first_layer`. Slabs are numbered likewise, from -1 to layer_count included,
/// since what lies next to the first and the last layer counts too.
struct SlabIndex {
  static constexpr int32_t kNowhere = INT32_MIN;

  int32_t first_layer = 0;
  size_t layer_count = 0;
  std::vector<int32_t> slabs;                 ///< [N] the slab as which a Gaussian is read, or kNowhere
  int64_t grain = 1;                          ///< Gaussians a piece of `slabs`
  std::vector<std::vector<uint32_t>> counts;  ///< [pieces][layer_count + 2] Gaussians of a slab in a piece
  std::vector<FarGaussian> far;               ///< ascending
  double max_lists = 0.0;                     ///< at most so many times a Gaussian reaches a block
  int64_t used_gaussians = 0;                 ///< those that reach some layer
  int64_t unusable_gaussians = 0;             ///< those with numbers that are not finite

  size_t slab_count() const { return layer_count + 2; }
};

/// A block is in so many Gaussians' reach, usually; more in the mean are too many.
inline constexpr double kMaxListsOverBlocks = 100.0;

/// Throws UsageError where there would be more than a million layers. Has no layers, and `max_lists` alone,
/// where Gaussians reach blocks more often than kMaxListsOverBlocks times options.max_blocks.
SlabIndex IndexSlabs(const GaussianKernels& kernels, const MeshOptions& options);

/// Memory that an index of so many Gaussians takes, unless they are large against blocks.
inline int64_t IndexBytes(size_t gaussians) { return 4 * static_cast<int64_t>(gaussians); }

}  // namespace isogs
