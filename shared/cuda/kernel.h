// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/cuda/runtime.h"

/// For sources with kernels. They are compiled twice: by nvcc for the device, and as C++ over the emulator,
/// which runs them on the host, so that tests cover them on machines without a GPU. What the emulator has is
/// what kernels may use: whole warps in collectives, `__shared__` arrays of fixed size, Launch.
#if defined(__CUDACC__)
#include <cuda_runtime.h>

#include "shared/core/error.h"

namespace isogs::cuda {

inline void Check(cudaError_t status, const char* doing) {
  if (status != cudaSuccess) {
    throw Error(std::string("CUDA: ") + doing + ": " + cudaGetErrorString(status));
  }
}

/// Starts `kernel` on the stream; arguments are converted to its parameters.
template <typename... Params, typename... Args>
void Launch(Stream stream, dim3 blocks, dim3 threads, void (*kernel)(Params...), const Args&... args) {
  if (blocks.x == 0 || blocks.y == 0) return;
  kernel<<<blocks, threads, 0, stream>>>(static_cast<Params>(args)...);
  Check(cudaGetLastError(), "starting a kernel");
}

}  // namespace isogs::cuda

/// exp, to about 2e-7 of the value for the exponents of splats.
__device__ inline float FastExp(float x) { return __expf(x); }

#else
#include "shared/cuda/emulator/emulator.h"
#endif

namespace isogs::cuda {

inline constexpr int kWarpSize = 32;
inline constexpr uint32_t kWholeWarp = 0xffffffffu;

/// Blocks of `size` that cover `count`.
inline unsigned BlocksFor(int64_t count, int size) {
  return static_cast<unsigned>((count + size - 1) / size);
}

/// Index of the calling thread in a one-dimensional grid.
__device__ inline int64_t GlobalThread() {
  return static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
}

/// Sum over the warp's lanes, in an order of its own that is always the same; every lane gets it.
template <typename T>
__device__ inline T WarpSum(T value) {
  for (int step = kWarpSize / 2; step > 0; step /= 2) value += __shfl_xor_sync(kWholeWarp, value, step);
  return value;
}

/// Replaces `values` by their sums over the threads of a block of kThreads, in thread 0. `scratch` is shared
/// memory [kThreads / 32 * kColumns]. All threads must call it. The same sums every time.
template <int kThreads, int kColumns, typename T>
__device__ inline void BlockSums(T (&values)[kColumns], T* scratch) {
  constexpr int kWarps = kThreads / kWarpSize;
  const int warp = static_cast<int>(threadIdx.x) / kWarpSize;
  for (int column = 0; column < kColumns; ++column) {
    values[column] = WarpSum(values[column]);
    if (threadIdx.x % kWarpSize == 0) scratch[warp * kColumns + column] = values[column];
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    for (int column = 0; column < kColumns; ++column) {
      for (int w = 1; w < kWarps; ++w) values[column] += scratch[w * kColumns + column];
    }
  }
  __syncthreads();
}

/// Sum of the values of the threads before the calling one in a block of kThreads; `total`: of all. `scratch`
/// is shared memory [kThreads / 32]. All threads must call it.
template <int kThreads>
__device__ inline int BlockPrefix(int value, int* scratch, int* total) {
  constexpr int kWarps = kThreads / kWarpSize;
  const int lane = static_cast<int>(threadIdx.x) % kWarpSize;
  const int warp = static_cast<int>(threadIdx.x) / kWarpSize;
  int sum = value;  // of the lanes up to this one
  for (int step = 1; step < kWarpSize; step *= 2) {
    const int lower = __shfl_up_sync(kWholeWarp, sum, static_cast<unsigned>(step));
    if (lane >= step) sum += lower;
  }
  if (lane == kWarpSize - 1) scratch[warp] = sum;
  __syncthreads();
  int before = sum - value;
  *total = 0;
  for (int w = 0; w < kWarps; ++w) {
    if (w < warp) before += scratch[w];
    *total += scratch[w];
  }
  __syncthreads();
  return before;
}

}  // namespace isogs::cuda
