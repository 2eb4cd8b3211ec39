// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "slam/backend/backend.h"

// Two sources implement this: one in builds with ISOGS_CUDA, one in all others.
namespace isogs {

/// Whether MakeCudaBackend can make one; if not, `why` says what is missing.
bool HasCudaBackend(std::string* why);

/// The kernels of the first device. LibTorch's work of the calling thread goes to their stream from then on.
Backend MakeCudaBackend();

}  // namespace isogs
