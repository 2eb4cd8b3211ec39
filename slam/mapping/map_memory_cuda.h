// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/mapping/map_memory.h"

namespace isogs {

/// `kind`: of what cuda::Allocate gives, the host's on the emulator.
std::unique_ptr<MapMemory> MakeMapMemoryCuda(cuda::Stream stream, MemoryKind kind);

}  // namespace isogs
