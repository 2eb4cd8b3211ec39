// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/backend_cuda.h"

#include <c10/cuda/CUDAStream.h>

#include "shared/core/error.h"
#include "shared/cuda/block_pool.h"
#include "shared/cuda/runtime.h"
#include "shared/cuda/staged_upload.h"
#include "slam/cuda/cuda_kernels.h"
#include "slam/device_upload.h"

namespace isogs {
namespace {

// Streams are the process's, and never destroyed: LibTorch may free memory of them when the process ends.
cuda::Stream KernelStream() {
  static const cuda::Stream stream = cuda::MakeStream();
  return stream;
}
cuda::Stream UploadStream() {
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

void* AllocateOnDevice(int64_t bytes, const char* what) {
  return cuda::Allocate(static_cast<size_t>(bytes), what);
}
void FreeOnDevice(void* memory, int64_t bytes, const char* what) noexcept {
  cuda::Free(memory, static_cast<size_t>(bytes), what);
}
void* TakeBlockOnDevice(int64_t bytes, const char* what) {
  return cuda::DevicePool().Take(static_cast<size_t>(bytes), what);
}
void GiveBlockBack(void* memory, int64_t bytes, const char* what) noexcept {
  cuda::DevicePool().GiveBack(memory, static_cast<size_t>(bytes), what);
}
int64_t DeviceBytesHeld() { return static_cast<int64_t>(cuda::AllocatedBytes()); }

struct DeviceUpload::Copies {
  cuda::StagedUpload upload{UploadStream()};
};

DeviceUpload::DeviceUpload() = default;
DeviceUpload::~DeviceUpload() = default;
void DeviceUpload::Start(void* to, const void* from, int64_t bytes) {
  if (!copies_) copies_ = std::make_unique<Copies>();
  copies_->upload.Start(to, from, static_cast<size_t>(bytes));
}
void DeviceUpload::Wait() {
  if (copies_) copies_->upload.Wait();
}

}  // namespace isogs
