// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/cuda/runtime.h"

namespace isogs {

/// The stream that a back end's kernels run on, in builds with ISOGS_CUDA: the process's, and never
/// destroyed.
cuda::Stream KernelStream();

}  // namespace isogs
