// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/rendering/rasterizer.h"

namespace isogs {

/// Every result is the same every time: nothing is summed in an order that depends on timing.
std::unique_ptr<Rasterizer> MakeCudaRasterizer(cuda::Stream stream);

}  // namespace isogs
