// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/image/image.h"

namespace isogs {

/// A depth image [1,H,W] as colours [3,H,W] for people: near is blue, far is red, unknown (not above 0) is
/// black. The range is the image's own, but for its outermost hundredths.
Image<uint8_t> DepthColors(const Image<float>& depth_m);

}  // namespace isogs
