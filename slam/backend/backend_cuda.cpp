// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/backend/backend_cuda.h"

#include "shared/core/error.h"
#include "slam/backend/cuda_kernels.h"
#include "slam/device/kernel_stream.h"

namespace isogs {

bool HasCudaBackend(std::string* why) { return cuda::DeviceAvailable(why); }

Backend MakeCudaBackend() {
  std::string why;
  if (!cuda::DeviceAvailable(&why)) throw UsageError("device: 'cuda' cannot be used here: " + why);
  return cuda::MakeKernels(KernelStream(), MemoryKind::kCuda);
}

}  // namespace isogs
