// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shared/image/image.h"
#include "shared/types/hidden_cells.h"

namespace isogs {

/// The depth that a cell's pixels measure; both 0 where fewer than half of them do.
struct DepthRange {
  float nearest_m = 0.0f, farthest_m = 0.0f;
  int32_t measured = 0;  // pixels with a depth
};

/// A depth image [1,H,W] on the host in little: a range a cell.
struct DepthCells {
  HiddenCells grid;
  std::vector<DepthRange> ranges;  // [cells]
};

DepthCells MakeDepthCells(const Image<float>& depth_m);

/// How many pixels with a depth lie in hidden cells; `hidden` [cells], or empty.
int64_t CountHidden(const DepthCells& cells, std::span<const uint8_t> hidden);

}  // namespace isogs
