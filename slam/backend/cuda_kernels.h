// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/cuda/runtime.h"
#include "slam/backend/backend.h"

namespace isogs::cuda {

/// The back end "cuda", whose work goes to `stream`. `memory`: where the device's memory lies (the emulator's
/// is the host's).
Backend MakeKernels(Stream stream, MemoryKind memory);

}  // namespace isogs::cuda
