// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>

namespace isogs {

// The field is sampled at the lattice points i * voxel_size, i three integers: no result depends on how they
// are grouped into blocks.

using LatticePoint = std::array<int32_t, 3>;

/// Points beyond are not representable; Gaussians that reach there are dropped.
inline constexpr int32_t kLatticeLimit = 1 << 28;

/// Samples low..high of each axis, both included.
struct LatticeBox {
  LatticePoint low = {};
  LatticePoint high = {};

  bool IsEmpty() const { return low[0] > high[0] || low[1] > high[1] || low[2] > high[2]; }
};

constexpr int32_t FloorDiv(int32_t a, int32_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

/// A cube of block_size^3 lattice points; block b holds the points [b B, (b + 1) B) of each axis, the cubes
/// whose lowest corner is one of them, and the lattice edges that begin there.
struct BlockIndex {
  int32_t x = 0, y = 0, z = 0;
  auto operator<=>(const BlockIndex&) const = default;
};

/// Blocks of an axis whose (block_size + 1) points meet low..high. Negative numbers are shifted like others.
struct BlockRange {
  int32_t first, last;
};
constexpr BlockRange BlocksOf(int32_t low, int32_t high, int log2_size) {
  return {(low - 1) >> log2_size, high >> log2_size};
}
constexpr int Log2(int block_size) { return std::countr_zero(static_cast<unsigned>(block_size)); }

}  // namespace isogs
