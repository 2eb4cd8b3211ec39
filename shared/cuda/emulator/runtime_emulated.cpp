// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <cstring>

#include "shared/core/error.h"
#include "shared/cuda/runtime.h"

// The emulator's device memory is host memory.
namespace isogs::cuda {
namespace {

constexpr size_t kDeviceBytes = size_t{1} << 40;

}  // namespace

bool DeviceAvailable(std::string* /*why*/) { return true; }
bool UseDevice(int index, std::string* why) {
  if (index == 0) return true;
  *why = "there are 1 CUDA devices, counted from 0";
  return false;
}
std::string DeviceName() { return "emulator"; }

Stream MakeStream() { return nullptr; }
void DestroyStream(Stream /*stream*/) noexcept {}
void Synchronize(Stream /*stream*/) {}
void SynchronizeDevice() {}

Event MakeEvent() { return nullptr; }
void DestroyEvent(Event /*event*/) noexcept {}
void Record(Event /*event*/, Stream /*stream*/) {}
void WaitFor(Event /*event*/) {}

void* TryAllocate(size_t bytes) {
  void* memory = bytes > kDeviceBytes ? nullptr : std::malloc(bytes);
  if (memory != nullptr) std::memset(memory, 0xcd, bytes);  // whoever counts on zeros shall see
  return memory;
}
void Release(void* memory) noexcept { std::free(memory); }

void* AllocatePinned(size_t bytes) {
  void* memory = std::malloc(bytes);
  if (memory == nullptr) throw Error("CUDA: allocating pinned memory: out of memory");
  return memory;
}
void FreePinned(void* memory) noexcept { std::free(memory); }

void CopyToDevice(Stream /*stream*/, void* to, const void* from, size_t bytes) {
  if (bytes > 0) std::memcpy(to, from, bytes);
}
void CopyToHost(Stream /*stream*/, void* to, const void* from, size_t bytes) {
  if (bytes > 0) std::memcpy(to, from, bytes);
}
void CopyOnDevice(Stream /*stream*/, void* to, const void* from, size_t bytes) {
  if (bytes > 0) std::memcpy(to, from, bytes);
}
void FillZero(Stream /*stream*/, void* memory, size_t bytes) {
  if (bytes > 0) std::memset(memory, 0, bytes);
}

}  // namespace isogs::cuda
