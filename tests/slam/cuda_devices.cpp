// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/slam/cuda_devices.h"

namespace isogs::test {
namespace {

cuda::Stream TestStream() {
  static const cuda::Stream stream = cuda::MakeStream();
  return stream;
}

}  // namespace

std::vector<CudaDevice> CudaDevices() {
  std::string why;
  if (!cuda::DeviceAvailable(&why)) return {};
  return {{cuda::DeviceName() == "emulator" ? "cuda_emulated" : "cuda", TestStream()}};
}

std::vector<float> CopyOfDevice(const float* values, size_t count) {
  std::vector<float> copy(count);
  cuda::CopyToHost(TestStream(), copy.data(), values, count * sizeof(float));
  return copy;
}
std::vector<float> CopyOfHost(const float* values, size_t count) { return {values, values + count}; }

void WaitForCuda() {
  if (!CudaDevices().empty()) cuda::Synchronize(TestStream());
}

}  // namespace isogs::test
