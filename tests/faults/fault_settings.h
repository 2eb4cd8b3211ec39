// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdlib>

namespace isogs {

/// How many kills to try: ISOGS_FAULT_KILLS, else `fallback`.
inline int FaultKills(int fallback) {
  const char* const text = std::getenv("ISOGS_FAULT_KILLS");
  return text == nullptr ? fallback : std::atoi(text);
}

/// Which: ISOGS_FAULT_SEED, else 1.
inline uint64_t FaultSeed() {
  const char* const text = std::getenv("ISOGS_FAULT_SEED");
  return text == nullptr ? 1 : static_cast<uint64_t>(std::atoll(text));
}

}  // namespace isogs
