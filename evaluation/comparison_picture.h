// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/image/image.h"
#include "shared/types/frame.h"

namespace isogs {

/// A frame, the view rendered at its pose and their difference, side by side: colour above, depth below.
/// Errors go from black over red and yellow to white at 0.25 (mean over the channels) and 0.1 m; depth is
/// grey, white at the frame's largest depth. Pixels without valid depth are black in the errors.
Image<uint8_t> ComparisonPicture(const Image<float>& color, const Image<float>& depth_m, const Frame& frame);

}  // namespace isogs
