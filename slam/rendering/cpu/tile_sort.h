// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "slam/rendering/cpu/frame_state.h"

namespace isogs::cpu {

/// Memory of SortByDepth, kept between calls.
struct SortScratch {
  std::vector<uint64_t> keys, other_keys;
  std::vector<TileEntry> entries;
};

/// Sorts by depth_key; entries of equal depth keep their order.
void SortByDepth(std::span<TileEntry> entries, SortScratch* scratch);

}  // namespace isogs::cpu
