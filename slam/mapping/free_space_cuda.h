// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/mapping/free_space.h"

namespace isogs {

std::unique_ptr<FreeSpace> MakeFreeSpaceCuda(cuda::Stream stream);

}  // namespace isogs
