// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/cuda/kernel.h"

namespace isogs::cuda {

inline constexpr int kSumRowsThreads = 256;

/// A block a column.
__global__ inline void SumRowsKernel(const double* values, int64_t rows, int columns, double* sums) {
  __shared__ double scratch[kSumRowsThreads / kWarpSize];
  const auto column = static_cast<int64_t>(blockIdx.x);
  double sum[1] = {0.0};
  for (int64_t row = threadIdx.x; row < rows; row += kSumRowsThreads)
    sum[0] += values[row * columns + column];
  BlockSums<kSumRowsThreads>(sum, scratch);
  if (threadIdx.x == 0) sums[column] = sum[0];
}

}  // namespace isogs::cuda
