// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/cuda/runtime.h"

namespace isogs::cuda {

/// Whole-device algorithms (CUB), with the scratch memory they share. All arrays are on the device, and all
/// results the same every time.
class Algorithms {
 public:
  explicit Algorithms(Stream stream) : stream_(stream) {}

  /// Stable sort by the lowest `key_bits` of the keys; inputs are overwritten. Results go to `sorted_values`,
  /// keys to `sorted_keys`.
  void SortPairs(const uint32_t* keys, const uint32_t* values, int64_t count, int key_bits,
                 uint32_t* sorted_keys, uint32_t* sorted_values);
  void SortPairs(const uint16_t* keys, const uint32_t* values, int64_t count, int key_bits,
                 uint16_t* sorted_keys, uint32_t* sorted_values);
  void SortPairs(const uint64_t* keys, const uint32_t* values, int64_t count, int key_bits,
                 uint64_t* sorted_keys, uint32_t* sorted_values);
  /// `sums`[i] = values[0] + ... + values[i - 1].
  void ExclusiveSum(const int32_t* values, int64_t count, int64_t* sums);
  /// Writes the ascending indices of what is not 0 in `flags`, and how many there are to `selected`.
  void SelectIndices(const uint8_t* flags, int64_t count, int32_t* indices, int64_t* selected);
  /// `sums`[c] = sum over r < rows of values[r * columns + c], in the order of the rows.
  void SumRows(const double* values, int64_t rows, int columns, double* sums);

  Stream stream() const { return stream_; }

 private:
  Stream stream_;
  DeviceArray<unsigned char> scratch_{"sorting"};
};

}  // namespace isogs::cuda
