// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/cpu/tile_sort.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace isogs::cpu {
namespace {

constexpr int kMaxDigitBits = 8;
constexpr int kMaxPasses = 4;

struct KeyRange {
  uint32_t low, high;
};

KeyRange RangeOf(std::span<const TileEntry> entries) {
  KeyRange range{entries[0].depth_key, entries[0].depth_key};
  for (const TileEntry& entry : entries) {
    range.low = std::min(range.low, entry.depth_key);
    range.high = std::max(range.high, entry.depth_key);
  }
  return range;
}

/// Least significant digit first: `passes` stable counting sorts of the upper half of the keys. Returns the
/// sorted of the two arrays.
uint64_t* RadixSort(uint64_t* keys, uint64_t* other, size_t count, int passes, int digit_bits) {
  uint32_t starts[kMaxPasses][1 << kMaxDigitBits] = {};
  const uint32_t digit_mask = (1u << digit_bits) - 1;
  for (size_t i = 0; i < count; ++i) {
    const auto key = static_cast<uint32_t>(keys[i] >> 32);
    for (int pass = 0; pass < passes; ++pass) ++starts[pass][key >> (pass * digit_bits) & digit_mask];
  }
  for (int pass = 0; pass < passes; ++pass) {
    uint32_t start = 0;
    for (uint32_t digit = 0; digit <= digit_mask; ++digit) {
      start += std::exchange(starts[pass][digit], start);
    }
  }
  for (int pass = 0; pass < passes; ++pass) {
    const int shift = 32 + pass * digit_bits;
    for (size_t i = 0; i < count; ++i) other[starts[pass][keys[i] >> shift & digit_mask]++] = keys[i];
    std::swap(keys, other);
  }
  return keys;
}

}  // namespace

void SortByDepth(std::span<TileEntry> entries, SortScratch* scratch) {
  const size_t count = entries.size();
  if (count < 2) return;
  const KeyRange range = RangeOf(entries);
  const int bits = std::bit_width(range.high - range.low);
  if (bits == 0) return;
  if (scratch->keys.size() < count) {
    scratch->keys.resize(2 * count);
    scratch->other_keys.resize(2 * count);
    scratch->entries.resize(2 * count);
  }
  uint64_t* keys = scratch->keys.data();
  for (size_t i = 0; i < count; ++i) {
    keys[i] = static_cast<uint64_t>(entries[i].depth_key - range.low) << 32 | i;
  }
  const int passes = (bits + kMaxDigitBits - 1) / kMaxDigitBits;
  const int digit_bits = (bits + passes - 1) / passes;
  const uint64_t* sorted = RadixSort(keys, scratch->other_keys.data(), count, passes, digit_bits);
  std::copy(entries.begin(), entries.end(), scratch->entries.begin());
  for (size_t i = 0; i < count; ++i) entries[i] = scratch->entries[static_cast<uint32_t>(sorted[i])];
}

}  // namespace isogs::cpu
