// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "slam/rendering/rasterizer.h"

namespace isogs {

/// The SIMD rasteriser: Highway kernels in cpu/, in parallel over pieces of the map and tiles of the image.
/// Throws Error on processors that the kernels do not run on. Results are equal bit for bit for any number of
/// threads.
std::unique_ptr<Rasterizer> MakeCpuRasterizer();

/// The instruction set that its kernels use on this processor, e.g. "AVX3" (AVX-512), "AVX2" or "SSE4".
std::string CpuRasterizerSimdTarget();

}  // namespace isogs
