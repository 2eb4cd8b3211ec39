// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/rendering/rasterizer.h"

namespace isogs {

/// The scalar back end: slow and plain, made of the same headers (rasterizer_math.h, projection_math.h) as
/// the CUDA kernels, so that its tests cover their arithmetic.
std::unique_ptr<Rasterizer> MakeReferenceRasterizer();

}  // namespace isogs
