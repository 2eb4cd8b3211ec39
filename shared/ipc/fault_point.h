// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace isogs {

/// Called between the writes of publishing, with the name of the step just done.
using FaultHook = void (*)(const char* step);

namespace internal {
extern std::atomic<FaultHook> fault_hook;  // at first KillPoint where the environment asks for it
}

/// For tests: `hook` may kill the process. Null: none.
inline void SetFaultHook(FaultHook hook) { internal::fault_hook.store(hook, std::memory_order_relaxed); }

inline void FaultPoint(const char* step) {
  const FaultHook hook = internal::fault_hook.load(std::memory_order_relaxed);
  if (hook != nullptr) hook(step);
}

/// Whether ISOGS_CHECKSUMS in the environment asks for a checksum with every value, for tests.
bool ChecksumsAreWanted();

}  // namespace isogs
