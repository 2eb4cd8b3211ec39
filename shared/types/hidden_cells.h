// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/core/host_device.h"

namespace isogs {

/// Pixels along a side of the cells in which parts of an image are hidden.
inline constexpr int kHiddenCell = 4;

/// The grid of these cells over an image, row by row; those at the right and lower edge may be cut off.
struct HiddenCells {
  int across = 0, down = 0;

  HiddenCells() = default;
  ISOGS_HD HiddenCells(int width, int height)
      : across((width + kHiddenCell - 1) / kHiddenCell), down((height + kHiddenCell - 1) / kHiddenCell) {}

  ISOGS_HD int64_t count() const { return int64_t{across} * down; }
  /// Of the cell that a pixel lies in.
  ISOGS_HD int64_t At(int x, int y) const { return int64_t{y / kHiddenCell} * across + x / kHiddenCell; }
};

}  // namespace isogs
