// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/tracking/alignment_pyramid.h"
#include "slam/tracking/frame_aligner_math.h"

namespace isogs {

/// Adds up residuals and Jacobians of rows [begin, end) of a view's level against the frame's; vectorised,
/// one thread.
AlignmentSums LinearizeRows(const ViewLevel& view, const FrameLevel& frame, const AlignmentStep& step,
                            int begin, int end);

}  // namespace isogs
