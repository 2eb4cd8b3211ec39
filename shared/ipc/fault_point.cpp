// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/fault_point.h"

#include <cstdlib>

#include "shared/core/kill_point.h"

namespace isogs {
namespace internal {

std::atomic<FaultHook> fault_hook =
    KillPointsAreSet() ? FaultHook([](const char* step) { KillPoint(step); }) : nullptr;

}  // namespace internal

bool ChecksumsAreWanted() { return std::getenv("ISOGS_CHECKSUMS") != nullptr; }

}  // namespace isogs
