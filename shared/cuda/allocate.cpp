// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/error.h"
#include "shared/cuda/block_pool.h"
#include "shared/cuda/memory_ledger.h"
#include "shared/cuda/runtime.h"

namespace isogs::cuda {

void* Allocate(size_t bytes, const char* what) {
  void* memory = TryAllocate(bytes);
  if (memory == nullptr && DevicePool().Trim() > 0) memory = TryAllocate(bytes);
  if (memory == nullptr) throw Error(Ledger().Complaint(what, bytes));
  Ledger().Add(what, bytes);
  return memory;
}

void Free(void* memory, size_t bytes, const char* what) noexcept {
  Release(memory);
  Ledger().Remove(what, bytes);
}

size_t AllocatedBytes() { return Ledger().total(); }

}  // namespace isogs::cuda
