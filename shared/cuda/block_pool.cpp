// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/block_pool.h"

#include <utility>

#include "shared/cuda/memory_ledger.h"
#include "shared/cuda/runtime.h"

namespace isogs::cuda {
namespace {

constexpr const char* kSpare = "spare blocks";

}  // namespace

void* BlockPool::Take(size_t bytes, const char* what) {
  void* block = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = spare_.find(bytes); found != spare_.end()) {
      block = found->second;
      spare_.erase(found);
    }
  }
  if (memory_ == Memory::kPinned) return block != nullptr ? block : AllocatePinned(bytes);
  if (block == nullptr) return Allocate(bytes, what);
  Ledger().Rename(kSpare, what, bytes);
  return block;
}

void BlockPool::GiveBack(void* block, size_t bytes, const char* what) noexcept {
  if (memory_ == Memory::kDevice) Ledger().Rename(what, kSpare, bytes);
  const std::lock_guard lock(mutex_);
  spare_.emplace(bytes, block);
}

size_t BlockPool::Trim() noexcept {
  std::multimap<size_t, void*> spare;
  {
    const std::lock_guard lock(mutex_);
    spare.swap(spare_);
  }
  size_t freed = 0;
  for (const auto& [bytes, block] : spare) {
    if (memory_ == Memory::kPinned) {
      FreePinned(block);
    } else {
      Free(block, bytes, kSpare);
    }
    freed += bytes;
  }
  return freed;
}

// Never destroyed: memory of them may be given back when the process ends.
BlockPool& DevicePool() {
  static BlockPool& pool = *new BlockPool(BlockPool::Memory::kDevice);
  return pool;
}

BlockPool& PinnedPool() {
  static BlockPool& pool = *new BlockPool(BlockPool::Memory::kPinned);
  return pool;
}

}  // namespace isogs::cuda
