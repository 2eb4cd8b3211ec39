// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "slam/cuda/runtime.h"

namespace isogs::test {

/// Where tests run the kernels for CUDA: on the emulator, or, in a build for CUDA, on the device if there is
/// one. Memory from `new`, that of vectors among it, can be given to kernels: in a build for CUDA it is
/// unified memory.
struct CudaDevice {
  std::string name;  // "cuda_emulated" or "cuda"
  cuda::Stream stream;
};
std::vector<CudaDevice> CudaDevices();

/// Of values in memory of the device's, as kernels see it last, or of the host's.
std::vector<float> CopyOfDevice(const float* values, size_t count);
std::vector<float> CopyOfHost(const float* values, size_t count);

/// Waits for what kernels still write to the host's memory.
void WaitForCuda();

}  // namespace isogs::test
