// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace isogs::fuzz {

/// Whether AddressSanitizer is there to be asked.
bool CountsAllocations();

/// Most memory that allocations of all threads took at once since it was made [bytes]. One at a time.
class AllocationPeak {
 public:
  AllocationPeak();
  ~AllocationPeak();
  AllocationPeak(const AllocationPeak&) = delete;
  AllocationPeak& operator=(const AllocationPeak&) = delete;

  size_t bytes() const;
};

}  // namespace isogs::fuzz
