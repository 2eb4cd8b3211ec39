// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <thrust/iterator/counting_iterator.h>

#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_scan.cuh>
#include <cub/device/device_select.cuh>

#include "shared/cuda/algorithms.h"
#include "shared/cuda/kernel.h"
#include "shared/cuda/sum_rows.h"

namespace isogs::cuda {
namespace {

/// Calls one of CUB's functions twice: for the size of its scratch memory, and for its result.
template <typename Call>
void WithScratch(DeviceArray<unsigned char>& scratch, const char* doing, const Call& call) {
  size_t bytes = 0;
  Check(call(nullptr, bytes), doing);
  Check(call(scratch.Reserve(static_cast<int64_t>(bytes) + 1), bytes), doing);
}

template <typename Key>
void Sort(DeviceArray<unsigned char>& scratch, Stream stream, const Key* keys, const uint32_t* values,
          int64_t count, int key_bits, Key* sorted_keys, uint32_t* sorted_values) {
  WithScratch(scratch, "sorting", [&](void* memory, size_t& bytes) {
    return cub::DeviceRadixSort::SortPairs(memory, bytes, keys, sorted_keys, values, sorted_values, count, 0,
                                           key_bits, stream);
  });
}

}  // namespace

void Algorithms::SortPairs(const uint32_t* keys, const uint32_t* values, int64_t count, int key_bits,
                           uint32_t* sorted_keys, uint32_t* sorted_values) {
  Sort(scratch_, stream_, keys, values, count, key_bits, sorted_keys, sorted_values);
}

void Algorithms::SortPairs(const uint16_t* keys, const uint32_t* values, int64_t count, int key_bits,
                           uint16_t* sorted_keys, uint32_t* sorted_values) {
  Sort(scratch_, stream_, keys, values, count, key_bits, sorted_keys, sorted_values);
}

void Algorithms::SortPairs(const uint64_t* keys, const uint32_t* values, int64_t count, int key_bits,
                           uint64_t* sorted_keys, uint32_t* sorted_values) {
  Sort(scratch_, stream_, keys, values, count, key_bits, sorted_keys, sorted_values);
}

void Algorithms::ExclusiveSum(const int32_t* values, int64_t count, int64_t* sums) {
  WithScratch(scratch_, "adding up", [&](void* memory, size_t& bytes) {
    return cub::DeviceScan::ExclusiveScan(memory, bytes, values, sums, ::cuda::std::plus<int64_t>(),
                                          int64_t{0}, count, stream_);
  });
}

void Algorithms::SelectIndices(const uint8_t* flags, int64_t count, int32_t* indices, int64_t* selected) {
  WithScratch(scratch_, "selecting", [&](void* memory, size_t& bytes) {
    return cub::DeviceSelect::Flagged(memory, bytes, thrust::counting_iterator<int32_t>(0), flags, indices,
                                      selected, count, stream_);
  });
}

void Algorithms::SumRows(const double* values, int64_t rows, int columns, double* sums) {
  Launch(stream_, static_cast<unsigned>(columns), kSumRowsThreads, SumRowsKernel, values, rows, columns,
         sums);
}

}  // namespace isogs::cuda
