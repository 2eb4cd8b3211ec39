// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/image/image.h"

namespace isogs {

/// Input, render and rendered depth side by side, [3,h,3w], small enough for a Preview and never enlarged.
/// `color`: the input [3,H,W]; `planes`: the map from the input's pose, [5,H,W] as a Rasterizer renders it.
/// Depth is black where the map does not cover at least half of a pixel.
Image<uint8_t> PreviewImage(const Image<float>& color, const Image<float>& planes);

}  // namespace isogs
