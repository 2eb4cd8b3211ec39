// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "meshing/blocks/block_keys.h"
#include "meshing/gaussians/lattice.h"
#include "meshing/gaussians/mesh_options.h"
#include "shared/ipc/gaussian_record.h"

namespace isogs {

/// The dirty blocks and those around them, to be asked about many Gaussians quickly.
class DirtySurroundings {
 public:
  /// `margin`: blocks around each.
  DirtySurroundings(const std::vector<uint64_t>& dirty, int32_t margin) {
    for (const uint64_t key : dirty) {
      const std::array<int32_t, 3> block = BlockOf(key);
      for (size_t k = 0; k < 3; ++k) {
        low_[k] = std::min(low_[k], block[k] - margin);
        high_[k] = std::max(high_[k], block[k] + margin);
      }
    }
    int64_t volume = 1;
    for (size_t k = 0; k < 3; ++k) volume *= std::min<int64_t>(int64_t{high_[k]} - low_[k] + 1, kLargest + 1);
    if (volume > kLargest) return;  // strewn widely: all of the box counts
    marks_.resize(static_cast<size_t>(volume));
    for (const uint64_t key : dirty) Mark(BlockOf(key), margin);
  }

  bool Contains(const std::array<int32_t, 3>& block) const {
    for (size_t k = 0; k < 3; ++k) {
      if (block[k] < low_[k] || block[k] > high_[k]) return false;
    }
    return marks_.empty() || marks_[Position(block)] != 0;
  }

 private:
  static constexpr int64_t kLargest = 1 << 24;

  size_t Position(const std::array<int32_t, 3>& block) const {
    const auto along = [&](size_t k) { return static_cast<size_t>(block[k] - low_[k]); };
    const auto size = [&](size_t k) { return static_cast<size_t>(high_[k] - low_[k] + 1); };
    return (along(0) * size(1) + along(1)) * size(2) + along(2);
  }
  void Mark(const std::array<int32_t, 3>& block, int32_t margin) {
    for (int32_t x = block[0] - margin; x <= block[0] + margin; ++x) {
      for (int32_t y = block[1] - margin; y <= block[1] + margin; ++y) {
        std::fill_n(marks_.begin() + static_cast<std::ptrdiff_t>(Position({x, y, block[2] - margin})),
                    2 * margin + 1, uint8_t{1});
      }
    }
  }

  std::array<int32_t, 3> low_ = {INT32_MAX, INT32_MAX, INT32_MAX};
  std::array<int32_t, 3> high_ = {INT32_MIN, INT32_MIN, INT32_MIN};
  std::vector<uint8_t> marks_;
};

/// Blocks with a lattice point in reach, upper borders counted in, from low to high; none where reach is
/// empty.
struct BlockBox {
  BlockBox() = default;
  BlockBox(const LatticeBox& reach, int log2_size) {
    if (reach.IsEmpty()) return;
    for (size_t k = 0; k < 3; ++k) {
      const BlockRange blocks = BlocksOf(reach.low[k], reach.high[k], log2_size);
      low[k] = blocks.first;
      high[k] = blocks.last;
    }
  }
  bool operator==(const BlockBox&) const = default;

  std::array<int32_t, 3> low = {0, 0, 0}, high = {-1, -1, -1};
};

/// Calls body(block) for each block of the box.
template <typename Body>
void ForBlocks(const BlockBox& box, const Body& body) {
  for (int32_t x = box.low[0]; x <= box.high[0]; ++x) {
    for (int32_t y = box.low[1]; y <= box.high[1]; ++y) {
      for (int32_t z = box.low[2]; z <= box.high[2]; ++z) body(BlockIndex{x, y, z});
    }
  }
}

/// Keys of all blocks that the Gaussians reach, ascending.
std::vector<uint64_t> BlocksReached(std::span<const GaussianRecord> gaussians, const MeshOptions& options);
/// The Gaussians that reach a dirty block, in their order. `dirty`: keys, ascending.
std::vector<GaussianRecord> ReachingDirty(const std::vector<GaussianRecord>& gaussians,
                                          const std::vector<uint64_t>& dirty, const MeshOptions& options);

}  // namespace isogs
