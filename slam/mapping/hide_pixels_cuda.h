// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "shared/cuda/runtime.h"
#include "slam/mapping/hide_pixels.h"

namespace isogs {

std::unique_ptr<PixelHider> MakePixelHiderCuda(cuda::Stream stream);

}  // namespace isogs
