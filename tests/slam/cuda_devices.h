// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/cuda/runtime.h"
#include "slam/backend/backend.h"

namespace isogs::test {

/// Where tests run the kernels for CUDA: on the emulator, or, in a build for CUDA, on the device if there is
/// one. Memory from `new`, that of vectors among it, can be given to kernels: in a build for CUDA it is
/// unified memory.
struct CudaDevice {
  std::string name;  // "cuda_emulated" or "cuda"
  cuda::Stream stream;
  MemoryKind memory;  // the emulator's is the host's
};
std::vector<CudaDevice> CudaDevices();

/// Waits for what kernels still write to the host's memory.
void WaitForCuda();

/// The emulator's back end, or that of the device.
Backend MakeTestedCudaBackend(const CudaDevice& device);

/// `count` values of the back end's memory.
template <typename T>
std::vector<T> CopyOut(MemoryKind memory, const T* values, int64_t count) {
  std::vector<T> result(static_cast<size_t>(count));
  if (memory == MemoryKind::kHost) {
    std::copy_n(values, count, result.begin());
  } else {
    WaitForCuda();
    cuda::CopyToHost(CudaDevices().front().stream, result.data(), values, result.size() * sizeof(T));
  }
  return result;
}

}  // namespace isogs::test
