// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/allocation_peak.h"

#include <algorithm>
#include <atomic>
#include <cstdint>

#if defined(__SANITIZE_ADDRESS__)
#define ISOGS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ISOGS_ASAN 1
#endif
#endif

#ifdef ISOGS_ASAN
#include <sanitizer/allocator_interface.h>
#endif

namespace isogs::fuzz {
namespace {

std::atomic<bool> counting = false;
std::atomic<int64_t> taken = 0;  // since the peak was made; what is freed of before counts, too
std::atomic<int64_t> peak = 0;

#ifdef ISOGS_ASAN

void OnAllocation(const volatile void*, size_t bytes) {
  if (!counting) return;
  const int64_t now = taken += static_cast<int64_t>(bytes);
  int64_t before = peak;
  while (now > before && !peak.compare_exchange_weak(before, now)) {
  }
}

void OnFree(const volatile void* memory) {
  if (counting && memory != nullptr) {
    taken -= static_cast<int64_t>(__sanitizer_get_allocated_size(const_cast<const void*>(memory)));
  }
}

[[maybe_unused]] const int installed = __sanitizer_install_malloc_and_free_hooks(OnAllocation, OnFree);

#endif

}  // namespace

bool CountsAllocations() {
#ifdef ISOGS_ASAN
  return true;
#else
  return false;
#endif
}

AllocationPeak::AllocationPeak() {
  taken = 0;
  peak = 0;
  counting = true;
}

AllocationPeak::~AllocationPeak() { counting = false; }

size_t AllocationPeak::bytes() const { return static_cast<size_t>(std::max<int64_t>(peak, 0)); }

}  // namespace isogs::fuzz
