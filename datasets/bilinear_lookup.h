// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace isogs {

/// Where the pixels of one image lie in another: the upper left of four pixels, and how far on from it, in
/// fixed point. Arrays of their own, so that the compiler vectorises what fills them.
struct LookupTable {
  explicit LookupTable(size_t pixels) : first(pixels), right(pixels), down(pixels) {}
  std::vector<int32_t> first;
  std::vector<int32_t> right;  // 0..kOne
  std::vector<int32_t> down;

  static constexpr int kBits = 11;  // 255 << 22 fits into 31 bits
  static constexpr int32_t kOne = 1 << kBits;
};

/// The values of `plane`, whose rows have `stride` pixels, at entries begin..end - 1 of the table, bilinear
/// and rounded.
void LookUp(const uint8_t* plane, int stride, const LookupTable& at, size_t begin, size_t end,
            uint8_t* target);

}  // namespace isogs
