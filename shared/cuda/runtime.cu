// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "shared/cuda/kernel.h"
#include "shared/cuda/runtime.h"
#include "shared/cuda/unified_memory.h"

namespace isogs::cuda {
namespace {

__global__ void Probe() {}

}  // namespace

bool DeviceAvailable(std::string* why) { return UseDevice(0, why); }

bool UseDevice(int index, std::string* why) {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status == cudaErrorInsufficientDriver) {
    *why = "no NVIDIA driver, or one too old for CUDA " + std::to_string(CUDART_VERSION / 1000) + "." +
           std::to_string(CUDART_VERSION % 1000 / 10);
    return false;
  }
  if (status != cudaSuccess || count == 0) {
    *why = status == cudaSuccess ? "no CUDA device" : cudaGetErrorString(status);
    return false;
  }
  if (index < 0 || index >= count) {
    *why = "there are " + std::to_string(count) + " CUDA devices, counted from 0";
    return false;
  }
  // Makes the device's context, which fails where another process has the device for itself, or all its
  // memory.
  if (const cudaError_t chosen = cudaSetDevice(index); chosen != cudaSuccess) {
    cudaGetLastError();
    *why = cudaGetErrorString(chosen);
    return false;
  }
  cudaFuncAttributes attributes;
  const cudaError_t compiled = cudaFuncGetAttributes(&attributes, Probe);
  if (compiled == cudaSuccess) return true;
  cudaGetLastError();
  *why = DeviceName() + ": " + cudaGetErrorString(compiled);
  return false;
}

std::string DeviceName() {
  int index = 0;
  cudaDeviceProp device;
  Check(cudaGetDevice(&index), "asking for the device");
  Check(cudaGetDeviceProperties(&device, index), "asking for the device");
  char text[320];
  std::snprintf(text, sizeof text, "%s (compute capability %d.%d, %.0f GiB)", device.name, device.major,
                device.minor, static_cast<double>(device.totalGlobalMem) / (1 << 30));
  return text;
}

Stream MakeStream() {
  Stream stream = nullptr;
  Check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "making a stream");
  return stream;
}
void DestroyStream(Stream stream) noexcept { cudaStreamDestroy(stream); }
void Synchronize(Stream stream) { Check(cudaStreamSynchronize(stream), "waiting for the device"); }
void SynchronizeDevice() { Check(cudaDeviceSynchronize(), "waiting for the device"); }

Event MakeEvent() {
  Event event = nullptr;
  Check(cudaEventCreateWithFlags(&event, cudaEventDisableTiming | cudaEventBlockingSync), "making an event");
  return event;
}
void DestroyEvent(Event event) noexcept { cudaEventDestroy(event); }
void Record(Event event, Stream stream) { Check(cudaEventRecord(event, stream), "recording an event"); }
void WaitFor(Event event) { Check(cudaEventSynchronize(event), "waiting for the device"); }

void* TryAllocateUnified(size_t bytes) noexcept {
  void* memory = nullptr;
  if (cudaMallocManaged(&memory, bytes) == cudaSuccess) return memory;
  cudaGetLastError();  // or the next call would report it
  return nullptr;
}

void* TryAllocate(size_t bytes) {
  void* memory = nullptr;
  const cudaError_t status = cudaMalloc(&memory, bytes);
  if (status == cudaErrorMemoryAllocation) {
    cudaGetLastError();  // or the next call would report it again
    return nullptr;
  }
  Check(status, "allocating memory");
  return memory;
}
void Release(void* memory) noexcept { cudaFree(memory); }

void* AllocatePinned(size_t bytes) {
  void* memory = nullptr;
  Check(cudaMallocHost(&memory, bytes), "allocating pinned memory");
  return memory;
}
void FreePinned(void* memory) noexcept { cudaFreeHost(memory); }

void CopyToDevice(Stream stream, void* to, const void* from, size_t bytes) {
  if (bytes == 0) return;
  // From pageable memory it returns once the values are staged.
  Check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream), "copying to the device");
}

void CopyToHost(Stream stream, void* to, const void* from, size_t bytes) {
  if (bytes == 0) return;
  Check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream), "copying from the device");
  Synchronize(stream);
}

void CopyOnDevice(Stream stream, void* to, const void* from, size_t bytes) {
  if (bytes == 0) return;
  Check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, stream), "copying on the device");
}

void FillZero(Stream stream, void* memory, size_t bytes) {
  if (bytes == 0) return;
  Check(cudaMemsetAsync(memory, 0, bytes, stream), "clearing memory");
}

}  // namespace isogs::cuda
