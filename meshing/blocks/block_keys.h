// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "meshing/gaussians/lattice.h"

// Blocks by one number each, which orders them as BlockIndex does.
namespace isogs {

/// 21 bits an axis: blocks of a map of a million layers at most, as everywhere in meshing.
inline uint64_t KeyOf(const BlockIndex& block) {
  const auto bits = [](int32_t v) { return static_cast<uint64_t>(v + (1 << 20)) & 0x1fffff; };
  return bits(block.x) << 42 | bits(block.y) << 21 | bits(block.z);
}
inline bool Contains(const std::vector<uint64_t>& ascending, const BlockIndex& block) {
  return std::binary_search(ascending.begin(), ascending.end(), KeyOf(block));
}
/// Positions of the wanted ones, by their keys, ascending; null: all.
inline std::vector<uint32_t> PositionsOf(const std::vector<BlockIndex>& blocks,
                                         const std::vector<uint64_t>* wanted) {
  std::vector<uint32_t> positions;
  for (uint32_t b = 0; b < blocks.size(); ++b) {
    if (wanted == nullptr || Contains(*wanted, blocks[b])) positions.push_back(b);
  }
  return positions;
}
inline int32_t LayerOf(uint64_t key) { return static_cast<int32_t>(key >> 42) - (1 << 20); }
inline std::array<int32_t, 3> BlockOf(uint64_t key) {
  const auto part = [&](int shift) { return static_cast<int32_t>((key >> shift) & 0x1fffff) - (1 << 20); };
  return {part(42), part(21), part(0)};
}

}  // namespace isogs
