// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// `new` for tests of the CUDA build: memory that host and device both reach, so that the bodies written for
// vectors in host memory run kernels unchanged. One arena of unified memory, blocks of powers of two with
// lists of free ones; beyond it, and without a device, plain malloc.
#include <bit>
#include <cstddef>
#include <cstdlib>
#include <mutex>
#include <new>

#include "shared/cuda/unified_memory.h"

namespace {

constexpr size_t kArenaBytes = size_t{4} << 30;
constexpr size_t kSmallestBlock = 64;
constexpr int kClasses = 48;

struct FreeBlock {
  FreeBlock* next;
};

std::mutex mutex;
char* arena = nullptr;
size_t used = 0;
FreeBlock* free_blocks[kClasses] = {};
bool opened = false;
thread_local bool opening = false;  // CUDA may call `new` itself

int ClassOf(size_t bytes) {
  return std::countr_zero(std::bit_ceil(bytes < kSmallestBlock ? kSmallestBlock : bytes));
}

void OpenArena() {
  if (opened || opening) return;
  opening = true;
  arena = static_cast<char*>(isogs::cuda::TryAllocateUnified(kArenaBytes));
  opening = false;
  opened = true;
}

void* Take(size_t bytes) {
  if (opening) return nullptr;
  const std::lock_guard lock(mutex);
  OpenArena();
  const int size_class = ClassOf(bytes);
  if (FreeBlock* block = free_blocks[size_class]) {
    free_blocks[size_class] = block->next;
    return block;
  }
  const size_t block_bytes = size_t{1} << size_class;
  if (arena == nullptr || used + block_bytes + kSmallestBlock > kArenaBytes) return nullptr;
  // The class stands before the block.
  char* const block = arena + used + kSmallestBlock;
  *reinterpret_cast<int*>(arena + used) = size_class;
  used += block_bytes + kSmallestBlock;
  return block;
}

bool GiveBack(void* memory) {
  char* const block = static_cast<char*>(memory);
  if (arena == nullptr || block < arena || block >= arena + kArenaBytes) return false;
  const std::lock_guard lock(mutex);
  const int size_class = *reinterpret_cast<int*>(block - kSmallestBlock);
  free_blocks[size_class] = new (memory) FreeBlock{free_blocks[size_class]};
  return true;
}

}  // namespace

void* operator new(size_t bytes) {
  void* memory = Take(bytes);
  if (memory == nullptr) memory = std::malloc(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void* operator new[](size_t bytes) { return operator new(bytes); }
void operator delete(void* memory) noexcept {
  if (memory != nullptr && !GiveBack(memory)) std::free(memory);
}
void operator delete[](void* memory) noexcept { operator delete(memory); }
void operator delete(void* memory, size_t /*bytes*/) noexcept { operator delete(memory); }
void operator delete[](void* memory, size_t /*bytes*/) noexcept { operator delete(memory); }
