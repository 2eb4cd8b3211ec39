// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <cstring>

#include "shared/core/error.h"
#include "shared/cuda/memory_ledger.h"
#include "shared/cuda/runtime.h"

// The emulator's device memory is host memory.
namespace isogs::cuda {

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

void* Allocate(size_t bytes, const char* what) {
  void* memory = std::malloc(bytes);
  if (memory == nullptr) throw Error(Ledger().Complaint(what, bytes));
  std::memset(memory, 0xcd, bytes);  // whoever counts on zeros shall see
  Ledger().Add(what, bytes);
  return memory;
}

void Free(void* memory, size_t bytes, const char* what) noexcept {
  std::free(memory);
  Ledger().Remove(what, bytes);
}

size_t AllocatedBytes() { return Ledger().total(); }

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
