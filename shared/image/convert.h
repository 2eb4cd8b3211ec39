// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/image/image.h"

namespace isogs {

/// 0..255 to 0..1.
Image<float> ToFloat(const Image<uint8_t>& image);
/// 0..1 to 0..255: clamped and rounded; NaN becomes 0.
Image<uint8_t> ToBytes(const Image<float>& image);
/// Metres in so many units each, rounded; what does not fit into 1 to 65534, and NaN, becomes 0.
Image<uint16_t> ToDepthUnits(const Image<float>& depth_m, double units_per_m);

}  // namespace isogs
