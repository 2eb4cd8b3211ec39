// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/slam/cuda_devices.h"

#include "slam/backend/cuda_kernels.h"

namespace isogs::test {
namespace {

cuda::Stream TestStream() {
  static const cuda::Stream stream = cuda::MakeStream();
  return stream;
}

}  // namespace

std::vector<CudaDevice> CudaDevices() {
#if defined(__SANITIZE_THREAD__)
  return {};  // it takes the emulator's changes of stacks for damage; and there are no threads in it to check
#endif
  std::string why;
  if (!cuda::DeviceAvailable(&why)) return {};
  if (cuda::DeviceName() == "emulator") return {{"cuda_emulated", TestStream(), MemoryKind::kHost}};
  return {{"cuda", TestStream(), MemoryKind::kCuda}};
}

void WaitForCuda() {
  if (!CudaDevices().empty()) cuda::SynchronizeDevice();
}

Backend MakeTestedCudaBackend(const CudaDevice& device) {
  if (device.name == "cuda") return MakeBackend(Device::kCuda);
  Backend backend = cuda::MakeKernels(device.stream, device.memory);
  backend.name = device.name;
  return backend;
}

}  // namespace isogs::test
