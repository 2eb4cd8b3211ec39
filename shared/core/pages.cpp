// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/pages.h"

#include <sys/mman.h>

#include "shared/core/out_of_memory.h"

namespace isogs {

void* GrowPages(void* memory, size_t held, size_t bytes) {
  void* const grown = memory == nullptr
                          ? mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                          : mremap(memory, held, bytes, MREMAP_MAYMOVE);
  if (grown == MAP_FAILED) throw BadAllocation(bytes);
  return grown;
}

void FreePages(void* memory, size_t held) noexcept {
  if (memory != nullptr) munmap(memory, held);
}

}  // namespace isogs
