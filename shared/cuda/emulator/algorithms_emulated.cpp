// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <vector>

#include "shared/cuda/algorithms.h"
#include "shared/cuda/sum_rows.h"

namespace isogs::cuda {
namespace {

template <typename Key>
void Sort(const Key* keys, const uint32_t* values, int64_t count, int key_bits, Key* sorted_keys,
          uint32_t* sorted_values) {
  const uint64_t mask = ~uint64_t{0} >> (64 - key_bits);
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return (keys[a] & mask) < (keys[b] & mask); });
  for (int64_t i = 0; i < count; ++i) {
    sorted_keys[i] = keys[order[static_cast<size_t>(i)]];
    sorted_values[i] = values[order[static_cast<size_t>(i)]];
  }
}

}  // namespace

void Algorithms::SortPairs(const uint32_t* keys, const uint32_t* values, int64_t count, int key_bits,
                           uint32_t* sorted_keys, uint32_t* sorted_values) {
  Sort(keys, values, count, key_bits, sorted_keys, sorted_values);
}

void Algorithms::SortPairs(const uint16_t* keys, const uint32_t* values, int64_t count, int key_bits,
                           uint16_t* sorted_keys, uint32_t* sorted_values) {
  Sort(keys, values, count, key_bits, sorted_keys, sorted_values);
}

void Algorithms::SortPairs(const uint64_t* keys, const uint32_t* values, int64_t count, int key_bits,
                           uint64_t* sorted_keys, uint32_t* sorted_values) {
  Sort(keys, values, count, key_bits, sorted_keys, sorted_values);
}

void Algorithms::ExclusiveSum(const int32_t* values, int64_t count, int64_t* sums) {
  int64_t sum = 0;
  for (int64_t i = 0; i < count; ++i) {
    sums[i] = sum;
    sum += values[i];
  }
}

void Algorithms::SelectIndices(const uint8_t* flags, int64_t count, int32_t* indices, int64_t* selected) {
  int64_t found = 0;
  for (int64_t i = 0; i < count; ++i) {
    if (flags[i] != 0) indices[found++] = static_cast<int32_t>(i);
  }
  *selected = found;
}

void Algorithms::SumRows(const double* values, int64_t rows, int columns, double* sums) {
  Launch(stream_, static_cast<unsigned>(columns), kSumRowsThreads, SumRowsKernel, values, rows, columns,
         sums);
}

}  // namespace isogs::cuda
