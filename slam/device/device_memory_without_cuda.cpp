// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/error.h"
#include "slam/device/device_memory.h"
#include "slam/device/device_upload.h"

namespace isogs {

void* AllocateOnDevice(int64_t /*bytes*/, const char* /*what*/) {
  throw Error("device memory: this program is built without CUDA");
}
void FreeOnDevice(void* /*memory*/, int64_t /*bytes*/, const char* /*what*/) noexcept {}
void* TakeBlockOnDevice(int64_t bytes, const char* what) { return AllocateOnDevice(bytes, what); }
void GiveBlockBack(void* memory, int64_t bytes, const char* what) noexcept {
  FreeOnDevice(memory, bytes, what);
}
void CopyToDevice(void* /*to*/, const void* /*from*/, int64_t /*bytes*/) {}
void CopyFromDevice(void* /*to*/, const void* /*from*/, int64_t /*bytes*/) {}
int64_t DeviceBytesHeld() { return 0; }

struct DeviceUpload::Copies {};
DeviceUpload::DeviceUpload() = default;
DeviceUpload::~DeviceUpload() = default;
void DeviceUpload::Start(void* /*to*/, const void* /*from*/, int64_t /*bytes*/) {}
void DeviceUpload::Wait() {}

}  // namespace isogs
