// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/backend/backend_cuda.h"

#include <c10/cuda/CUDAStream.h>

#include "shared/core/error.h"
#include "shared/cuda/runtime.h"
#include "slam/backend/cuda_kernels.h"

namespace isogs {
namespace {

// The process's, and never destroyed: LibTorch may free memory of it when the process ends.
cuda::Stream KernelStream() {
  static const cuda::Stream stream = cuda::MakeStream();
  return stream;
}

}  // namespace

bool HasCudaBackend(std::string* why) { return cuda::DeviceAvailable(why); }

Backend MakeCudaBackend() {
  std::string why;
  if (!cuda::DeviceAvailable(&why)) throw UsageError("device: 'cuda' cannot be used here: " + why);
  c10::cuda::setCurrentCUDAStream(c10::cuda::getStreamFromExternal(KernelStream(), 0));
  return cuda::MakeKernels(KernelStream(), MemoryKind::kCuda);
}

}  // namespace isogs
