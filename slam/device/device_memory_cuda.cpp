// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/block_pool.h"
#include "shared/cuda/runtime.h"
#include "shared/cuda/staged_upload.h"
#include "slam/device/device_memory.h"
#include "slam/device/device_upload.h"
#include "slam/device/kernel_stream.h"

namespace isogs {
namespace {

// The process's, and never destroyed, as that of the kernels.
cuda::Stream UploadStream() {
  static const cuda::Stream stream = cuda::MakeStream();
  return stream;
}

}  // namespace

cuda::Stream KernelStream() {
  static const cuda::Stream stream = cuda::MakeStream();
  return stream;
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
void CopyToDevice(void* to, const void* from, int64_t bytes) {
  cuda::CopyToDevice(KernelStream(), to, from, static_cast<size_t>(bytes));
  cuda::Synchronize(KernelStream());
}
void CopyFromDevice(void* to, const void* from, int64_t bytes) {
  cuda::CopyToHost(KernelStream(), to, from, static_cast<size_t>(bytes));
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
