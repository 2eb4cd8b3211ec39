// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/backend_cuda.h"

#include <c10/cuda/CUDAStream.h>

#include "shared/core/error.h"
#include "shared/cuda/runtime.h"
#include "slam/cuda/cuda_kernels.h"

namespace isogs {

bool HasCudaBackend(std::string* why) { return cuda::DeviceAvailable(why); }

Backend MakeCudaBackend() {
  std::string why;
  if (!cuda::DeviceAvailable(&why)) throw UsageError("device: 'cuda' cannot be used here: " + why);
  // One for the process, and never destroyed: LibTorch may free memory of it when the process ends.
  static const cuda::Stream stream = cuda::MakeStream();
  c10::cuda::setCurrentCUDAStream(c10::cuda::getStreamFromExternal(stream, 0));
  return cuda::MakeKernels(stream, MemoryKind::kCuda);
}

void* AllocateOnDevice(int64_t bytes, const char* what) {
  return cuda::Allocate(static_cast<size_t>(bytes), what);
}
void FreeOnDevice(void* memory, int64_t bytes, const char* what) noexcept {
  cuda::Free(memory, static_cast<size_t>(bytes), what);
}
int64_t DeviceBytesHeld() { return static_cast<int64_t>(cuda::AllocatedBytes()); }

}  // namespace isogs
