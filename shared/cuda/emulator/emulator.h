// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <tuple>
#include <type_traits>

#include "shared/cuda/runtime.h"

// Runs CUDA kernels on the host, for tests. A block's threads are fibers that take turns; they switch only
// where they wait for each other (__syncthreads, shuffles), so that atomics are plain operations. Blocks run
// one after the other. It ends the program with a message where threads wait for others that never come.
// One host thread at a time.

#define __global__
#define __device__
#define __shared__ static
#define __launch_bounds__(...)

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
};

inline dim3 threadIdx, blockIdx, blockDim, gridDim;

namespace isogs::cuda {
namespace emulator {

/// Runs `thread` once for every thread of every block.
void Run(dim3 blocks, dim3 threads, const std::function<void()>& thread);

/// Waits for the block's threads; returns the sum of their values.
int SyncBlock(int value);
/// Waits for the warp's lanes; returns what each of the 32 gave. Valid until the next call of the lane.
const uint64_t* ExchangeInWarp(uint64_t value);

template <typename T>
uint64_t ToBits(T value) {
  static_assert(sizeof(T) <= sizeof(uint64_t) && std::is_trivially_copyable_v<T>);
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(T));
  return bits;
}
template <typename T>
T FromBits(uint64_t bits) {
  T value;
  std::memcpy(&value, &bits, sizeof(T));
  return value;
}

inline unsigned Lane() { return threadIdx.x % 32; }

}  // namespace emulator

template <typename... Params, typename... Args>
void Launch(Stream, dim3 blocks, dim3 threads, void (*kernel)(Params...), const Args&... args) {
  const std::tuple<Params...> params(static_cast<Params>(args)...);
  emulator::Run(blocks, threads, [&] { std::apply(kernel, params); });
}

}  // namespace isogs::cuda

inline void __syncthreads() { isogs::cuda::emulator::SyncBlock(0); }
inline int __syncthreads_count(int predicate) {
  return isogs::cuda::emulator::SyncBlock(predicate != 0 ? 1 : 0);
}
inline void __syncwarp() { isogs::cuda::emulator::ExchangeInWarp(0); }

template <typename T>
T __shfl_sync(uint32_t /*mask*/, T value, int lane) {
  const uint64_t* lanes = isogs::cuda::emulator::ExchangeInWarp(isogs::cuda::emulator::ToBits(value));
  return isogs::cuda::emulator::FromBits<T>(lanes[lane & 31]);
}
template <typename T>
T __shfl_xor_sync(uint32_t mask, T value, int bits) {
  return __shfl_sync(mask, value, static_cast<int>(isogs::cuda::emulator::Lane()) ^ bits);
}
template <typename T>
T __shfl_up_sync(uint32_t mask, T value, unsigned distance) {
  const unsigned lane = isogs::cuda::emulator::Lane();
  return __shfl_sync(mask, value, static_cast<int>(lane < distance ? lane : lane - distance));
}
inline uint32_t __ballot_sync(uint32_t /*mask*/, int predicate) {
  const uint64_t* lanes = isogs::cuda::emulator::ExchangeInWarp(predicate != 0 ? 1 : 0);
  uint32_t bits = 0;
  for (int lane = 0; lane < 32; ++lane) bits |= static_cast<uint32_t>(lanes[lane]) << lane;
  return bits;
}
inline int __any_sync(uint32_t mask, int predicate) { return __ballot_sync(mask, predicate) != 0; }
inline int __all_sync(uint32_t mask, int predicate) { return __ballot_sync(mask, predicate) == 0xffffffffu; }

inline int __popcll(unsigned long long bits) { return std::popcount(bits); }
inline int __ffs(uint32_t bits) { return bits == 0 ? 0 : std::countr_zero(bits) + 1; }

template <typename T>
T atomicAdd(T* address, T value) {
  const T before = *address;
  *address = before + value;
  return before;
}
template <typename T>
T atomicMax(T* address, T value) {
  const T before = *address;
  if (value > before) *address = value;
  return before;
}
template <typename T>
T atomicOr(T* address, T value) {
  const T before = *address;
  *address = before | value;
  return before;
}

inline float FastExp(float x) { return std::exp(x); }
