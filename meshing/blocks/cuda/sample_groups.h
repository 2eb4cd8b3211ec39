// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace isogs::cuda {

/// Samples lowest..last of a block on each axis.
struct SampleBox {
  int32_t low[3], last[3];
};

/// The (block_size + 1)^3 samples of a block in groups that lie together, one for each warp: what a Gaussian
/// adds can be left out for whole groups.
struct SampleGroups {
  static constexpr int kSize = 128;  ///< places a group
  static constexpr uint32_t kNone = 0xffffffffu;

  explicit SampleGroups(int block_size);

  std::vector<SampleBox> boxes;   ///< [groups]
  std::vector<uint32_t> samples;  ///< [groups, kSize] (z side + y) side + x, or kNone
};

}  // namespace isogs::cuda
